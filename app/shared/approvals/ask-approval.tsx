import Link from "next/link"
import { findOpenApproval } from "../../../lib/access/approvals/find-open-approval.ts"
import { type Planned, planAct } from "../../../lib/access/approvals/plan-anew.ts"
import { approverOf } from "../../../lib/access/approvals/plan-digest.ts"
import { isUrgent } from "../../../lib/access/approvals/rules.ts"
import { type Decision, may } from "../../../lib/access/rules.ts"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import type { Act, DangerousAct } from "../../../lib/core/permissions.ts"
import { plannedActNamed } from "../../../lib/planned-acts.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Instant } from "../../ui/figures/instant.tsx"
import { approvalHref } from "../addresses.ts"
import { requestApprovalAction } from "./actions.ts"
import { AskForm, BreakGlassForm, PerformForm } from "./ask-forms.tsx"
import { PlanSentences } from "./plan-sentences.tsx"

interface AskApprovalProps {
  ctx: Context
  act: DangerousAct
  input: unknown
}

/**
 * What a dangerous act would do now, and the way to it: ask a second person, wait for them, do what they approved, or
 * break the glass. For any page, within a Panel of its own.
 */
export async function AskApproval({ ctx, act, input }: AskApprovalProps) {
  const planned = plannedActNamed(act)
  const now = await planAct(ctx, planned, input).catch(refused)
  if (now instanceof AppError)
    return (
      <Notice tone="info" title="This cannot be done just now">
        {now.message}
      </Notice>
    )
  const approver = approverOf(act)
  const asked = { act, input: now.input, digest: now.digest }
  const open = await findOpenApproval(ctx, planned, now.digest)
  const mayBreak = whyNot(ctx, "approval.break_glass", act) === null && isUrgent(act)
  return (
    <div className="stack">
      <PlanSentences sentences={now.plan.sentences} />
      <OnRevision now={now} />
      {open?.state === "approved" ? (
        <>
          <Notice tone="done" title="This is approved">
            You can do it until <Instant at={open.expiresAt} />.{" "}
            <Link href={approvalHref(open.id)}>Show the approval</Link>
          </Notice>
          <PerformForm act={act} id={open.id} label={planned.label} disabledReason={whyNot(ctx, act)} />
        </>
      ) : null}
      {open?.state === "waiting" ? (
        <Notice tone="info" title={`This waits for ${approver}`}>
          Somebody of {approver} can decide it until <Instant at={open.expiresAt} />.{" "}
          <Link href={approvalHref(open.id)}>Show the request</Link>
        </Notice>
      ) : null}
      {open === null ? (
        <AskForm
          ask={requestApprovalAction.bind(null, asked)}
          approver={approver}
          disabledReason={whyNot(ctx, "approval.request", act)}
        />
      ) : null}
      {open?.state !== "approved" && mayBreak ? (
        <BreakGlassForm asked={asked} approver={approver} label={planned.label} disabledReason={null} />
      ) : null}
    </div>
  )
}

function OnRevision({ now: { plan } }: { now: Planned }) {
  return plan.revision === null ? null : (
    <p className="soft">
      By revision {plan.revision}. If anything of this changes, it has to be asked for again.
    </p>
  )
}

/** The first reason why this person may not do all of these acts; null where they may. */
function whyNot({ actor }: Context, ...acts: Act[]): string | null {
  const refusals = acts.map((act): Decision => may(actor, act)).filter(({ allowed }) => !allowed)
  const [first] = refusals
  return first && !first.allowed ? first.reason : null
}

function refused(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}
