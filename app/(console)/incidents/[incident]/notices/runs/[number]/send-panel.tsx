import Link from "next/link"
import type { ReactNode } from "react"
import { findOpenApproval } from "../../../../../../../lib/access/approvals/find-open-approval.ts"
import { type Planned, planAct } from "../../../../../../../lib/access/approvals/plan-anew.ts"
import { approverOf } from "../../../../../../../lib/access/approvals/plan-digest.ts"
import type { PlannedAct } from "../../../../../../../lib/access/approvals/planned-act.ts"
import { may } from "../../../../../../../lib/access/rules.ts"
import { AppError } from "../../../../../../../lib/core/errors.ts"
import { runEstimate } from "../../../../../../../lib/notices/audience/run-estimate.ts"
import { sendNotices } from "../../../../../../../lib/notices/audience/send-notices.ts"
import { findArming } from "../../../../../../../lib/notices/delivery/find-arming.ts"
import type { NoticeRunRoom } from "../../../../../../server/open-notices.ts"
import { APPROVALS_HREF, approvalHref } from "../../../../../../shared/addresses.ts"
import { AskForm, PerformForm } from "../../../../../../shared/approvals/ask-forms.tsx"
import { PlanSentences } from "../../../../../../shared/approvals/plan-sentences.tsx"
import { counted } from "../../../../../../shared/counted.ts"
import { reasonOf } from "../../../../../../shared/reason-of.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { askToSendAction } from "./actions.ts"

interface SendPanelProps {
  room: NoticeRunRoom
  /** Findings that have to be mended or let pass first. */
  blocks: number
  /** Why its list cannot be sent any more; null where it can. */
  stale: string | null
}

/** What sending would do, in numbers, and the way to it: ask a second person, wait for them, send. */
export async function SendPanel({ room, blocks, stale }: SendPanelProps) {
  const { ctx, run } = room
  const letters = run.plan?.letters ?? 0
  if (letters === 0)
    return (
      <Notice tone="info" title="This plan has no letters">
        Everybody was told what is known now, or gets none by the plan.
      </Notice>
    )
  const now = await planNow(room)
  const begins = new Date(ctx.now().getTime() + run.settings.holdS * 1_000)
  const { words } = runEstimate(letters, run.settings.pace, begins)
  return (
    <Panel title="What will happen" note="Nothing is sent before a second person has approved it.">
      <div className="stack">
        <PlanSentences
          sentences={now instanceof AppError ? [words, await wayOut(room)] : now.plan.sentences}
        />
        {now instanceof AppError ? null : <p className="soft">If it began now: {words}.</p>}
        <Step room={room} blocks={blocks} stale={stale} letters={letters} now={now} />
      </div>
    </Panel>
  )
}

async function wayOut({ ctx, run }: NoticeRunRoom): Promise<string> {
  if (run.settings.executor === "external") return "Somebody else’s system sends them, from a signed list."
  const { relay, arming } = await findArming(ctx)
  return arming
    ? `They leave through ${relay} and reach the people they are for.`
    : "They go to the sink, where nobody outside gets them."
}

interface StepProps extends SendPanelProps {
  letters: number
  now: Planned | AppError
}

async function Step({ room, blocks, stale, letters, now }: StepProps) {
  const { ctx } = room
  const open =
    now instanceof AppError
      ? null
      : await findOpenApproval(ctx, sendNotices as PlannedAct, now.digest, "anybody")
  if (open?.state === "approved" && open.requestedBy === ctx.actor.id)
    return (
      <>
        <Notice tone="done" title="This is approved">
          You can do it until <Instant at={open.expiresAt} />. <Shown id={open.id}>Show the approval</Shown>
        </Notice>
        <PerformForm
          act="notice.send"
          id={open.id}
          label={`Send ${counted(letters, "letter")}`}
          disabledReason={reasonOf(may(ctx.actor, "notice.send"))}
        />
      </>
    )
  if (open)
    return (
      <Notice
        tone="info"
        title={open.state === "approved" ? "This is approved" : `This waits for ${approver}`}
      >
        {open.state === "approved"
          ? "Whoever asked for it can do it until"
          : `Somebody of ${approver} can decide it until`}{" "}
        <Instant at={open.expiresAt} />. <Shown id={open.id}>Show the request</Shown>
      </Notice>
    )
  return <Ask room={room} blocks={blocks} stale={stale} now={now} />
}

/** Nobody was asked yet, or what was asked for has changed. */
function Ask({ room: { ctx, run }, blocks, stale, now }: Omit<StepProps, "letters">) {
  const wasAsked = run.plan?.writtenDigest !== undefined
  const [ask, send] = [may(ctx.actor, "approval.request"), may(ctx.actor, "notice.send")]
  return (
    <>
      {wasAsked && stale === null && now instanceof AppError ? (
        <Notice tone="caution" title="What was asked for before would be void">
          {now.message}
        </Notice>
      ) : null}
      <AskForm
        ask={askToSendAction.bind(null, run.id)}
        approver={approver}
        busyLabel="Keeping the letters and asking …"
        disabledReason={
          stale !== null
            ? "This list cannot be sent any more: plan letters anew."
            : blocks > 0
              ? `${counted(blocks, "finding has", "findings have")} to be mended or let pass first.`
              : (reasonOf(send) ?? reasonOf(ask))
        }
      />
      <p className="soft">
        What others have asked for stands in <Link href={APPROVALS_HREF}>the approvals</Link>.
      </p>
    </>
  )
}

const approver = approverOf("notice.send")

/** What the act would do now, as an approval is bound to it; or why it cannot be done as things stand. */
async function planNow({ ctx, incident, run }: NoticeRunRoom): Promise<Planned | AppError> {
  try {
    return await planAct(ctx, sendNotices as PlannedAct, { incidentId: incident.id, runId: run.id })
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

function Shown({ id, children }: { id: string; children: ReactNode }) {
  return <Link href={approvalHref(id)}>{children}</Link>
}
