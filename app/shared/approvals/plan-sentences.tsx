import { printable } from "../../../lib/core/printable.ts"
import styles from "./approvals.module.css"

/** What an act will do, in sentences with numbers, where it decides. */
export function PlanSentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul className={styles.sentences}>
      {sentences.map((sentence) => (
        <li key={sentence}>{printable(sentence)}</li>
      ))}
    </ul>
  )
}
