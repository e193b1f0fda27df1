import Link from "next/link"
import { figure } from "../../../../lib/core/figure.ts"
import { questionTitle, unitOf } from "../../../../lib/exposure/question-words.ts"
import type { AnsweredQuestion } from "../../../../lib/exposure/revisions/conclusion.ts"
import type { Room } from "../../../server/open-room.ts"
import { roomHref } from "../../../shared/addresses.ts"
import { counted } from "../../../shared/counted.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { LinkButton } from "../../../ui/controls/button.tsx"
import styles from "./overview.module.css"

/** What waits for whom before anybody may be called unaffected. */
export function Waiting({ room: { incident, result, questions, conclusion } }: { room: Room }) {
  const href = roomHref(incident, "questions", result.revision.number)
  const { unanswered, standing, word } = conclusion
  if (word === "unaffected")
    return (
      <Notice tone="done" title="Nothing is open on this revision">
        {questions.length === 0 ? (
          "It leaves no question open."
        ) : (
          <Link
            href={href}
          >{`${counted(questions.length, "question was", "questions were")} answered as settled.`}</Link>
        )}{" "}
        Accounts without any grade may be called unaffected.
      </Notice>
    )
  const open = questions.filter(({ answer }) => answer?.verdict !== "settled")
  return (
    <Notice
      tone="caution"
      title={
        unanswered > 0
          ? `${counted(unanswered, "open question waits", "open questions wait")} for security or legal`
          : `${counted(standing, "question stands", "questions stand")}: nobody may be called unaffected`
      }
      actions={
        <LinkButton isSmall href={href}>
          {unanswered > 0 ? "Answer the questions" : "See the questions"}
        </LinkButton>
      }
    >
      <ul className={styles.questions}>
        {open.map((question) => (
          <li key={question.code}>{questionLine(question)}</li>
        ))}
      </ul>
      Until all are settled, accounts without any grade are only “not shown as affected”.
    </Notice>
  )
}

function questionLine({ code, count, answer }: AnsweredQuestion): string {
  return `${questionTitle(code)}: ${figure(count)} ${unitOf(code, count)}${answer ? " (it stands)" : ""}`
}
