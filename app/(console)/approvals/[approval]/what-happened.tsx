import type { Approval } from "../../../../lib/access/approvals/rules.ts"
import { effectiveState } from "../../../../lib/access/approvals/rules.ts"
import styles from "../../../shared/approvals/approvals.module.css"
import { DataText } from "../../../shared/data-text.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { isOnlyEmergency } from "../approval-items.tsx"

interface Happening {
  at: Date
  words: string
  by: string | null
  /** What they said. */
  said?: string | null
}

interface WhatHappenedProps {
  approval: Approval
  now: Date
  names: ReadonlyMap<string, string>
}

/** The steps of an approval, in their order, with who took them and why. */
export function WhatHappened({ approval, now, names }: WhatHappenedProps) {
  return (
    <Panel title="What happened so far">
      <ol className={styles.steps}>
        {happenings(approval, now).map(({ at, words, by, said }) => (
          <li key={words}>
            <p>
              <b>{words}</b>
              {by === null ? null : ` by ${names.get(by) ?? "somebody who has left"}`}, <Instant at={at} />
            </p>
            {said ? (
              <p className={styles.quote}>
                “<DataText>{said}</DataText>”
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function happenings(approval: Approval, now: Date): Happening[] {
  const { state, emergency, reason, decidedAt, decidedBy, decisionReason } = approval
  const { performedAt, performedBy, reviewedAt, reviewedBy, review } = approval
  const steps: Happening[] = []
  if (!isOnlyEmergency(approval))
    steps.push({ at: approval.requestedAt, words: "Asked for", by: approval.requestedBy, said: reason })
  if (decidedAt)
    steps.push({
      at: decidedAt,
      words: state === "refused" ? "Refused" : "Approved",
      by: decidedBy,
      // Of what is void it says what changed.
      said: state === "void" ? null : decisionReason,
    })
  if (performedAt)
    steps.push({
      at: performedAt,
      words: emergency === null ? "Done" : "Done in an emergency",
      by: performedBy,
      said: emergency,
    })
  if (reviewedAt) steps.push({ at: reviewedAt, words: "Reviewed", by: reviewedBy, said: review })
  if (effectiveState(approval, now) === "expired")
    steps.push({ at: approval.expiresAt, words: "Expired", by: null })
  return steps
}
