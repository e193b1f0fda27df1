import { figure } from "../../../../../lib/core/figure.ts"
import type { Summary } from "../../../../../lib/exposure/summary.ts"
import type { Room } from "../../../../server/open-room.ts"
import { counted } from "../../../../shared/counted.ts"
import {
  eitherSentence,
  hasBounds,
  hasLog,
  ownersSentence,
  viewersSentence,
  withoutLogSentence,
} from "../../../../shared/result/words.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import styles from "./report.module.css"

/** The result in sentences that can be quoted: each number with its unit and its side. */
export function InShort({ room: { result, conclusion } }: { room: Room }) {
  const { summary } = result
  const { accounts } = summary
  return (
    <Panel title="In short">
      <ul className={styles.sentences}>
        {hasLog(summary) ? <Sides summary={summary} /> : <li>{withoutLogSentence(summary)}</li>}
        {hasBounds(summary) && hasLog(summary) ? (
          <li>
            At most {counted(accounts.either_upper, "account")} can be on either side: of{" "}
            {figure(accounts.either_upper - accounts.either)} more accounts something must be presumed that no
            log can show.
          </li>
        ) : null}
        <li>
          {counted(accounts.unaffected, "account is", "accounts are")} {conclusion.word}, neither as owner nor
          as viewer.
          {conclusion.word === "unaffected"
            ? " Every open question was answered as settled."
            : ` ${openWords(conclusion)}`}
        </li>
      </ul>
    </Panel>
  )
}

function Sides({ summary }: { summary: Summary }) {
  const { owners, viewers, accounts } = summary
  return (
    <>
      <li>
        Of {counted(accounts.total, "account")}, {counted(owners.total, "account")} had footage that others
        received (owners), and {counted(viewers.total, "account")} received footage of others (viewers).{" "}
        {eitherSentence(summary)}
      </li>
      <li>{ownersSentence(owners)}</li>
      <li>{viewersSentence(viewers)}</li>
    </>
  )
}

function openWords({ unanswered, standing }: Room["conclusion"]): string {
  const open = [
    unanswered > 0 ? counted(unanswered, "open question is unanswered", "open questions are unanswered") : [],
    standing > 0 ? counted(standing, "open question stands", "open questions stand") : [],
  ].flat()
  return `More cannot be said of them: ${open.join(", and ")}.`
}
