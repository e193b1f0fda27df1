import { figure } from "../../../../../../../lib/core/figure.ts"
import type { LogoutView } from "../../../../../../server/logout-view.ts"
import { kindNames } from "../../../../../../shared/containment/words.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { KeyValue } from "../../../../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { Mark } from "../../../../../../ui/marks/mark.tsx"
import styles from "./logout.module.css"
import { ProofTable } from "./proof-table.tsx"
import { WindowCountdown } from "./window-countdown.tsx"

/** What is proved so far: tokens that were watched dying, the window of what only expires, and real subjects. */
export function ProofPanel({ view }: { view: LogoutView }) {
  const late = view.proofs.filter(({ effect, promisedS }) => effect !== "none" && promisedS !== 0)
  const what = [...new Set(late.map(({ kind }) => kindNames[kind]))].join(", ")
  return (
    <Panel
      title="Proof by kind of token and app"
      note="Three looks at tokens of accounts that were made for it: alive before, dead after, and a fresh one is taken. An error is never “dead”."
      isFlush
    >
      {view.phase === "settling" && view.settlesAt && view.phaseAt && late.length > 0 ? (
        <WindowCountdown what={what} from={view.phaseAt} until={view.settlesAt} />
      ) : null}
      <ProofTable proofs={view.proofs} />
      <div className={styles.sample}>
        <Sample {...view.sample} />
      </div>
    </Panel>
  )
}

function Sample({ needed, inspected, survivors, unseen }: LogoutView["sample"]) {
  return (
    <KeyValue
      pairs={[
        {
          key: "Real subjects inspected",
          value:
            inspected === 0
              ? `none yet; ${figure(needed)} are needed when all waves are over`
              : `${counted(inspected, "subject")}; ${figure(needed)} are needed`,
        },
        {
          key: "With something left that should be dead",
          value:
            inspected === 0 ? (
              "–"
            ) : survivors === 0 ? (
              <Mark shape="tick" tone="done">
                0 of {figure(inspected)} subjects
              </Mark>
            ) : (
              <Mark shape="triangle" tone="error">
                {figure(survivors)} of {figure(inspected)} subjects
              </Mark>
            ),
        },
        ...(unseen > 0 ? [{ key: "Could not be asked about", value: counted(unseen, "subject") }] : []),
      ]}
    />
  )
}
