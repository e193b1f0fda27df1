import type { Approval, ApprovalState, Step, StepDecision } from "../../../../lib/access/approvals/rules.ts"
import type { Context } from "../../../../lib/core/context.ts"
import type { DangerousAct } from "../../../../lib/core/permissions.ts"
import { incidentName } from "../../../../lib/incidents/schemas.ts"
import { plannedActs } from "../../../../lib/planned-acts.ts"
import { logoutHref, roomHref } from "../../../shared/addresses.ts"
import { AskApproval } from "../../../shared/approvals/ask-approval.tsx"
import { DataText } from "../../../shared/data-text.tsx"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../ui/controls/button.tsx"
import { ReviewForm } from "./review-form.tsx"

export interface NextStepProps {
  ctx: Context
  approval: Approval
  /** Where it belongs to one. */
  incident: { number: number } | undefined
  /** The run that it is about, by its number in the incident, where it is about one. */
  run: number | null
  state: ApprovalState
  can: Record<Step, StepDecision>
  /** What has changed since it was asked for. */
  changes: readonly string[]
  names: ReadonlyMap<string, string>
}

/** It was done as it was approved. */
export function Done({ approval, incident, run, names }: NextStepProps) {
  const doer = names.get(approval.performedBy ?? "") ?? "Somebody who has left"
  return (
    <Notice
      tone="done"
      title="This is done"
      actions={
        incident && run !== null && approval.act === "logout.run" ? (
          <LinkButton href={logoutHref(incident, run)} kind="primary">
            Watch logout {run}
          </LinkButton>
        ) : incident ? (
          <LinkButton href={roomHref(incident, "", approval.revision ?? undefined)}>
            Go to {incidentName(incident.number)}
          </LinkButton>
        ) : null
      }
    >
      {doer} did it, once. To do it again it has to be asked for again.
    </Notice>
  )
}

/** What nobody may overlook: it was done without a second person. */
export function EmergencyNotice({ approval, names }: Pick<NextStepProps, "approval" | "names">) {
  const { emergency, performedBy, reviewedAt } = approval
  if (emergency === null) return null
  return (
    <Notice
      tone={reviewedAt === null ? "error" : "info"}
      title="This was done in an emergency, without a second person"
    >
      {names.get(performedBy ?? "") ?? "Somebody who has left"}: “<DataText>{emergency}</DataText>”
    </Notice>
  )
}

/** The review of an emergency, as long as it waits for one. */
export function Review({ approval, can }: NextStepProps) {
  const { id, approverRole, reviewedAt } = approval
  if (reviewedAt !== null) return null
  if (can.review.allowed)
    return (
      <Panel title="Your review" note="Once, and for good. What was done stays done.">
        <ReviewForm id={id} />
      </Panel>
    )
  return (
    <Notice tone="info" title={`It waits for a review by ${approverRole}`}>
      {can.review.reason}
    </Notice>
  )
}

const overWords: Record<Exclude<ApprovalState, "waiting" | "approved" | "performed">, [string, string]> = {
  refused: ["This was refused", "Nothing was done."],
  withdrawn: ["This was withdrawn", "Nothing was done."],
  void: ["This is void, because things have changed", "Nothing was done."],
  expired: ["This has expired", "Nobody decided or did it in time. Nothing was done."],
}

/** Nothing comes of it any more: why, and for who asked, the same as it would be now. */
export function Over({ ctx, approval, state, names }: NextStepProps) {
  if (state === "waiting" || state === "approved" || state === "performed") return null
  const [title, text] = overWords[state]
  const isMine = approval.requestedBy === ctx.actor.id
  const isKnown = plannedActs.some(({ act }) => act === approval.act)
  return (
    <>
      <Notice tone={state === "refused" || state === "void" ? "caution" : "info"} title={title}>
        {approval.decisionReason && (state === "void" || state === "refused") ? (
          <p>
            <DataText>{approval.decisionReason}</DataText>
          </p>
        ) : null}
        <p>
          {text}{" "}
          {isMine
            ? "Below is what it would do now."
            : `${names.get(approval.requestedBy) ?? "Whoever asked"} can ask again.`}
        </p>
      </Notice>
      {isMine && isKnown ? (
        <Panel title="Ask again" note="As things stand now.">
          <AskApproval ctx={ctx} act={approval.act as DangerousAct} input={approval.input} />
        </Panel>
      ) : null}
    </>
  )
}
