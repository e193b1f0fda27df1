import { printable } from "../../../../../../lib/core/printable.ts"
import type { UpperWhy } from "../../../../../../lib/exposure/reading/explain-upper.ts"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { GradeMark } from "../../../../../ui/marks/exposure-marks.tsx"
import styles from "./person.module.css"

/** What must be presumed of an account beyond what the log shows, and why; nothing where nothing must. */
export function Presumed({ upper }: { upper: readonly UpperWhy[] }) {
  if (upper.length === 0) return null
  return (
    <Panel title="What must be presumed" note="No log can show it, and no log can rule it out">
      <div className="stack">
        {upper.map(({ side, grade, reasons }) => (
          <section key={side}>
            <h3 className={styles.side}>
              As {side}, at most: <GradeMark grade={grade} side={side} />
            </h3>
            {reasons.length > 1 ? <p className="soft">Each of these alone would be enough:</p> : null}
            <ul className={styles.rests}>
              {reasons.map(({ text, isCertain }) => (
                <li key={text}>
                  {printable(text)}
                  {isCertain || reasons.length === 1 ? null : (
                    <span className="soft"> (possible reason)</span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  )
}
