import { figure } from "../../../../../../lib/core/figure.ts"
import { printable } from "../../../../../../lib/core/printable.ts"
import type { ExplainedEvent } from "../../../../../../lib/exposure/reading/explain-person.ts"
import { DataText } from "../../../../../shared/data-text.tsx"
import { Disclosure } from "../../../../../ui/blocks/disclosure.tsx"
import { KeyValue } from "../../../../../ui/blocks/key-value.tsx"
import { Digest } from "../../../../../ui/figures/digest.tsx"
import { Instant } from "../../../../../ui/figures/instant.tsx"
import { Mark } from "../../../../../ui/marks/mark.tsx"
import styles from "./person.module.css"

const actionWords: Record<string, string> = {
  shown: "thumbnail shown",
  tapped: "thumbnail tapped",
  viewed: "video viewed",
}

/** A line of this length fills a screen; the export has the whole. */
const SHOWN_CHARACTERS = 4_000

/** One event, which opens to the row of the log that it comes from and that row's digest. */
export function LogLine({ event }: { event: ExplainedEvent }) {
  const { at, action, path, line, source, raw, rawSha256, isIntact, ip, userAgent, sessionId, eventId } =
    event
  const place = line === null ? path : `${path}, line ${figure(line)}`
  return (
    <li>
      <Disclosure
        summary={
          <>
            <Instant at={at} precision="millisecond" /> {actionWords[action] ?? action}: the log line
          </>
        }
      >
        {raw === null ? (
          <p className="soft">
            What the line says is shown to whom everybody is revealed whom it names. Its place and its digest
            are these:
          </p>
        ) : (
          <pre className={styles.raw}>
            <DataText>{raw.slice(0, SHOWN_CHARACTERS)}</DataText>
          </pre>
        )}
        {raw !== null && raw.length > SHOWN_CHARACTERS ? (
          <p className="soft">
            {figure(raw.length - SHOWN_CHARACTERS)} more characters; the export of misbound events has the
            whole line.
          </p>
        ) : null}
        <KeyValue
          pairs={[
            { key: "Where it stands", value: <DataText>{`${place} (source ${source})`}</DataText> },
            { key: "SHA-256 of the line", value: <Digest sha256={rawSha256} isWhole /> },
            { key: "Recomputed now", value: <Integrity isIntact={isIntact} /> },
            { key: "Event", value: <DataText>{eventId}</DataText> },
            ...(raw === null
              ? []
              : [
                  { key: "Session", value: seen(sessionId) },
                  { key: "Internet address", value: seen(ip) },
                  { key: "User agent", value: seen(userAgent) },
                ]),
          ]}
        />
      </Disclosure>
    </li>
  )
}

function Integrity({ isIntact }: { isIntact: boolean }) {
  if (isIntact)
    return (
      <Mark shape="tick" tone="done">
        Agrees: the line is as it was when the log was read
      </Mark>
    )
  return (
    <Mark shape="cross" tone="error" isStrong>
      Does not agree: the line kept here is not the one that was read
    </Mark>
  )
}

function seen(text: string | null) {
  return text === null ? <span className="soft">not in the log</span> : printable(text)
}
