import Link from "next/link"
import { planOf } from "../../../lib/access/approvals/plan-anew.ts"
import type { Approval } from "../../../lib/access/approvals/rules.ts"
import { effectiveState } from "../../../lib/access/approvals/rules.ts"
import { printable } from "../../../lib/core/printable.ts"
import { incidentName } from "../../../lib/incidents/schemas.ts"
import { approvalHref } from "../../shared/addresses.ts"
import { actLabel } from "../../shared/approvals/act-label.ts"
import styles from "../../shared/approvals/approvals.module.css"
import { classes } from "../../ui/classes.ts"
import { Instant } from "../../ui/figures/instant.tsx"
import { ApprovalStateMark, EmergencyMark } from "../../ui/marks/approval-state-mark.tsx"

interface ApprovalItemsProps {
  approvals: readonly Approval[]
  now: Date
  names: ReadonlyMap<string, string>
  incidents: ReadonlyMap<string, { number: number; title: string }>
}

/** Approvals one beneath the other: what each will do, who asks, and until when. */
export function ApprovalItems({ approvals, now, names, incidents }: ApprovalItemsProps) {
  return (
    <ul className={styles.list}>
      {approvals.map((approval) => {
        const incident = incidents.get(approval.incidentId ?? "")
        return (
          <li key={approval.id} className={classes(styles.item, isUnreviewed(approval) && styles.urgent)}>
            <div className="row">
              <Link className={styles.name} href={approvalHref(approval.id)}>
                {actLabel(approval.act)}
                {incident ? ` · ${incidentName(incident.number)} ${printable(incident.title)}` : null}
              </Link>
              <ApprovalMarks approval={approval} now={now} />
            </div>
            <p>{printable(planOf(approval).sentences[0] ?? "")}</p>
            <div className={styles.facts}>
              <span>
                {isOnlyEmergency(approval) ? "done" : "asked for"} by{" "}
                {names.get(approval.requestedBy) ?? "somebody who has left"},{" "}
                <Instant at={approval.requestedAt} isBare /> UTC
              </span>
              <Ending approval={approval} now={now} names={names} />
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** Done without a second person, and no second person has looked at it since. */
function isUnreviewed({ emergency, reviewedAt }: Approval): boolean {
  return emergency !== null && reviewedAt === null
}

/** It was never asked for: the emergency came first. */
export function isOnlyEmergency({ emergency, requestedAt, performedAt }: Approval): boolean {
  return emergency !== null && requestedAt.getTime() === performedAt?.getTime()
}

export function ApprovalMarks({ approval, now }: { approval: Approval; now: Date }) {
  return (
    <>
      <ApprovalStateMark state={effectiveState(approval, now)} />
      {approval.emergency === null ? null : <EmergencyMark isReviewed={approval.reviewedAt !== null} />}
    </>
  )
}

/** Until when it can be decided or done, or who settled it. */
function Ending({
  approval,
  now,
  names,
}: Omit<ApprovalItemsProps, "approvals" | "incidents"> & { approval: Approval }) {
  const state = effectiveState(approval, now)
  const by = (id: string | null) => names.get(id ?? "") ?? "somebody who has left"
  if (state === "waiting")
    return (
      <span>
        {approval.approverRole} decides until <Instant at={approval.expiresAt} isBare /> UTC
      </span>
    )
  if (state === "approved")
    return (
      <span>
        approved by {by(approval.decidedBy)}, can be done until <Instant at={approval.expiresAt} isBare /> UTC
      </span>
    )
  if (state === "refused") return <span>refused by {by(approval.decidedBy)}</span>
  if (state === "performed")
    return (
      <span>{approval.decidedBy ? `approved by ${by(approval.decidedBy)}` : "without a second person"}</span>
    )
  return null
}
