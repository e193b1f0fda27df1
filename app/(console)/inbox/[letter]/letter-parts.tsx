import type { ReadLetter } from "../../../../lib/notices/inbox/read-letter.ts"
import { DataText } from "../../../shared/data-text.tsx"
import { Disclosure } from "../../../ui/blocks/disclosure.tsx"
import { KeyValue } from "../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import styles from "../inbox.module.css"

interface LetterPartsProps {
  read: ReadLetter
  /** Where its HTML is, for a frame; null where it has none. */
  htmlHref: string | null
}

/** A letter in all its forms: as mail programs show it, as text, and as it was sent. */
export function LetterParts({ read, htmlHref }: LetterPartsProps) {
  const { letter, from, to, replyTo, date, text, headers, attachments, source, isSourceCut } = read
  const pairs = [
    { key: "From", value: from },
    { key: "To", value: to },
    { key: "Replies to", value: replyTo },
    { key: "Date", value: date ?? "" },
    { key: "Envelope from", value: letter.from },
    { key: "Envelope to", value: letter.to.join(", ") },
    { key: "Attachments", value: attachments.join(", ") },
  ]
  return (
    <>
      <Panel title="Envelope and addresses">
        <KeyValue
          pairs={pairs
            .filter(({ value }) => value !== "")
            .map(({ key, value }) => ({ key, value: <DataText>{value}</DataText> }))}
        />
      </Panel>
      {htmlHref === null ? null : (
        <Panel
          title="As mail programs show it"
          note="In a frame of its own: no script runs in it, no image is loaded, and its links lead nowhere."
        >
          <iframe
            className={styles.frame}
            title="The letter as HTML"
            src={htmlHref}
            sandbox=""
            referrerPolicy="no-referrer"
          />
        </Panel>
      )}
      {text === null ? null : (
        <Panel title="As plain text">
          <pre className={styles.text}>{text}</pre>
        </Panel>
      )}
      <Panel title="As it was sent">
        <Disclosure summary={`Headers (${headers.length})`}>
          <KeyValue
            pairs={headers.map(({ name, value }) => ({ key: name, value: <DataText>{value}</DataText> }))}
          />
        </Disclosure>
        <Disclosure summary={isSourceCut ? "The beginning of its source" : "Its source"}>
          <pre className={styles.text}>{source}</pre>
        </Disclosure>
      </Panel>
    </>
  )
}
