import { figure } from "../../../../../lib/core/figure.ts"
import { printable } from "../../../../../lib/core/printable.ts"
import { questionTitle, unitOf } from "../../../../../lib/exposure/question-words.ts"
import type { AnsweredQuestion } from "../../../../../lib/exposure/revisions/conclusion.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import styles from "./report.module.css"

interface QuestionsAnsweredProps {
  questions: readonly AnsweredQuestion[]
  names: ReadonlyMap<string, string>
}

const verdicts = {
  settled: "Settled: it hides nobody who is affected, as owner or viewer.",
  stands: "It stands: it may hide people who are affected.",
}

/** What the evidence leaves open, and who said what to it. */
export function QuestionsAnswered({ questions, names }: QuestionsAnsweredProps) {
  return (
    <Panel title="Open questions and their answers">
      {questions.length === 0 ? <p>The evidence leaves no question open.</p> : null}
      <ol className={styles.questions}>
        {questions.map(({ code, count, text, answer }) => (
          <li key={code}>
            <h3>
              {questionTitle(code)}: {figure(count)} {unitOf(code, count)}
            </h3>
            <p>{printable(text)}</p>
            {answer === null ? (
              <p>
                <b>Unanswered.</b>
              </p>
            ) : (
              <p>
                <b>{verdicts[answer.verdict]}</b> “{printable(answer.reason)}” (
                {names.get(answer.answeredBy) ?? "somebody who has left"}, <Instant at={answer.answeredAt} />)
              </p>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
