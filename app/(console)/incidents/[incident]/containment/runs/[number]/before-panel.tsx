import Link from "next/link"
import type { ReactNode } from "react"
import { findOpenApproval } from "../../../../../../../lib/access/approvals/find-open-approval.ts"
import { type Planned, planAct } from "../../../../../../../lib/access/approvals/plan-anew.ts"
import { approverOf } from "../../../../../../../lib/access/approvals/plan-digest.ts"
import type { PlannedAct } from "../../../../../../../lib/access/approvals/planned-act.ts"
import { isUrgent } from "../../../../../../../lib/access/approvals/rules.ts"
import { may } from "../../../../../../../lib/access/rules.ts"
import { runLogout } from "../../../../../../../lib/containment/logout/run-logout.ts"
import { AppError } from "../../../../../../../lib/core/errors.ts"
import type { LogoutRoom } from "../../../../../../server/open-logout.ts"
import { APPROVALS_HREF, approvalHref, containmentHref } from "../../../../../../shared/addresses.ts"
import { requestApprovalAction } from "../../../../../../shared/approvals/actions.ts"
import { AskForm, BreakGlassForm, PerformForm } from "../../../../../../shared/approvals/ask-forms.tsx"
import { PlanSentences } from "../../../../../../shared/approvals/plan-sentences.tsx"
import { counted } from "../../../../../../shared/counted.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { reasonOf } from "../../../../../../shared/reason-of.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../../ui/controls/button.tsx"
import { Instant } from "../../../../../../ui/figures/instant.tsx"

const approver = approverOf("logout.run")

/** The dry run as the approver will see it, and the way to it: ask a second person, wait for them, begin. */
export async function BeforePanel({ room }: { room: LogoutRoom }) {
  const { incident, logout } = room
  const now = await planNow(room)
  const anew = `${containmentHref(incident, "new")}?from=${logout.number}`
  return (
    <Panel
      title="What will happen"
      note="A dry run: nobody has been touched. Nothing begins before a second person has approved just this."
      actions={
        <LinkButton isSmall href={anew}>
          Plan it anew
        </LinkButton>
      }
    >
      {now instanceof AppError ? (
        <Notice tone="caution" title="This cannot be begun as things stand">
          <DataText>{now.message}</DataText>
        </Notice>
      ) : (
        <div className="stack">
          <PlanSentences sentences={now.plan.sentences} />
          <Step room={room} now={now} />
        </div>
      )}
    </Panel>
  )
}

async function Step({ room, now }: { room: LogoutRoom; now: Planned }) {
  const { ctx, logout } = room
  const open = await findOpenApproval(ctx, runLogout as PlannedAct, now.digest, "anybody")
  if (open === null) return <Ask room={room} now={now} />
  const isMine = open.requestedBy === ctx.actor.id
  const shown = <Shown id={open.id}>Show the approval</Shown>
  if (open.state === "approved" && isMine)
    return (
      <>
        <Notice tone="done" title="This is approved">
          You can begin it until <Instant at={open.expiresAt} precision="second" />. {shown}
        </Notice>
        <PerformForm
          act={runLogout.act}
          id={open.id}
          label={`Log out ${counted(logout.plan?.affected ?? 0, "subject")}`}
          disabledReason={reasonOf(may(ctx.actor, runLogout.act))}
        />
      </>
    )
  if (open.state === "approved")
    return (
      <Notice tone="info" title="This is approved">
        Whoever asked for it can begin it until <Instant at={open.expiresAt} precision="second" />. {shown}
      </Notice>
    )
  return (
    <>
      <Notice tone="info" title={`This waits for ${approver}`}>
        {isMine ? `Somebody else of ${approver}` : `Somebody of ${approver}`} can decide it until{" "}
        <Instant at={open.expiresAt} precision="second" />. <Shown id={open.id}>Show the request</Shown>
      </Notice>
      <Emergency room={room} now={now} />
    </>
  )
}

/** Nobody was asked yet, nobody decided in time, or what was asked for has changed. */
function Ask({ room, now }: { room: LogoutRoom; now: Planned }) {
  const { ctx, logout } = room
  const reason = reasonOf(may(ctx.actor, runLogout.act)) ?? reasonOf(may(ctx.actor, "approval.request"))
  return (
    <>
      <AskedBefore logout={logout} />
      <AskForm
        ask={requestApprovalAction.bind(null, askedOf(now))}
        approver={approver}
        disabledReason={reason}
      />
      <Emergency room={room} now={now} />
      <p className="soft">
        What others have asked for stands in <Link href={APPROVALS_HREF}>the approvals</Link>.
      </p>
    </>
  )
}

function AskedBefore({ logout: { approval } }: Pick<LogoutRoom, "logout">) {
  if (approval?.state === "expired")
    return (
      <Notice tone="caution" title="The approval has expired: ask again">
        It was valid until <Instant at={approval.expiresAt} precision="second" />, 30 minutes, so that nobody
        begins what was agreed to long ago. <Shown id={approval.id}>Show it</Shown>
      </Notice>
    )
  if (approval?.state === "refused")
    return (
      <Notice tone="caution" title="This was refused">
        <Shown id={approval.id}>See why</Shown>, before you ask again.
      </Notice>
    )
  if (approval && ["waiting", "approved", "void"].includes(approval.state))
    return (
      <Notice tone="caution" title="Things have changed since this was asked for">
        What was asked for would be void. <Shown id={approval.id}>See what has changed</Shown>
      </Notice>
    )
  return null
}

function Emergency({ room: { ctx }, now }: { room: LogoutRoom; now: Planned }) {
  const mayBreak = may(ctx.actor, "approval.break_glass").allowed && may(ctx.actor, runLogout.act).allowed
  if (!mayBreak || !isUrgent(runLogout.act)) return null
  return (
    <BreakGlassForm asked={askedOf(now)} approver={approver} label={runLogout.label} disabledReason={null} />
  )
}

function askedOf({ input, digest }: Planned) {
  return { act: runLogout.act, input, digest }
}

/** What the act would do now, as an approval is bound to it; or why it cannot be done as things stand. */
async function planNow({ ctx, incident, logout }: LogoutRoom): Promise<Planned | AppError> {
  try {
    return await planAct(ctx, runLogout as PlannedAct, { incidentId: incident.id, runId: logout.id })
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

function Shown({ id, children }: { id: string; children: ReactNode }) {
  return <Link href={approvalHref(id)}>{children}</Link>
}
