import type { Metadata } from "next"
import Link from "next/link"
import { getApproval, judgeOf } from "../../../../lib/access/approvals/get-approval.ts"
import { changesSince, planOf } from "../../../../lib/access/approvals/plan-anew.ts"
import {
  type Approval,
  type ApprovalState,
  effectiveState,
  judgeApproval,
} from "../../../../lib/access/approvals/rules.ts"
import type { Context } from "../../../../lib/core/context.ts"
import { AppError } from "../../../../lib/core/errors.ts"
import { namesOf } from "../../../../lib/exposure/revisions/list-revisions.ts"
import { listIncidentNames } from "../../../../lib/incidents/list-incident-names.ts"
import { incidentName } from "../../../../lib/incidents/schemas.ts"
import { plannedActs } from "../../../../lib/planned-acts.ts"
import { orNotFound } from "../../../server/answer.ts"
import { requireContext } from "../../../server/session.ts"
import {
  APPROVALS_HREF,
  approvalHref,
  logoutHref,
  noticeRunHref,
  roomHref,
} from "../../../shared/addresses.ts"
import { actLabel } from "../../../shared/approvals/act-label.ts"
import { PlanSentences } from "../../../shared/approvals/plan-sentences.tsx"
import { DataText } from "../../../shared/data-text.tsx"
import { Desk } from "../../../shared/desk.tsx"
import type { PageProps } from "../../../shared/page-props.ts"
import { KeyValue } from "../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Digest } from "../../../ui/figures/digest.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { Breadcrumbs } from "../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { ApprovalMarks, isOnlyEmergency } from "../approval-items.tsx"
import { NextStep } from "./next-step.tsx"
import { EmergencyNotice } from "./settled.tsx"
import { WhatHappened } from "./what-happened.tsx"

export const metadata: Metadata = { title: "Approval" }

export default async function ApprovalPage({ params }: PageProps<{ approval: string }>) {
  const { approval: id } = await params
  const ctx = await requireContext(approvalHref(id), "approvals.view")
  const approval = await orNotFound(getApproval(ctx, id))
  const now = ctx.now()
  const names = await namesOf(ctx, peopleOf(approval))
  const incident = (await listIncidentNames(ctx, [approval.incidentId])).get(approval.incidentId ?? "")
  const run = await runOf(ctx, approval)
  const label = actLabel(approval.act)
  const trail = (
    <Breadcrumbs
      crumbs={[{ label: "Incidents", href: "/" }, { label: "Approvals", href: APPROVALS_HREF }, { label }]}
    />
  )
  return (
    <Desk>
      <PageHeader title={label} trail={trail} marks={<ApprovalMarks approval={approval} now={now} />} />
      <EmergencyNotice approval={approval} names={names} />
      <Panel title={titleOf[effectiveState(approval, now)]}>
        <div className="stack">
          <PlanSentences sentences={planOf(approval).sentences} />
          <Facts approval={approval} run={run} incident={incident} now={now} names={names} />
        </div>
      </Panel>
      <NextStep
        ctx={ctx}
        approval={approval}
        incident={incident}
        run={run}
        state={effectiveState(approval, now)}
        can={judgeApproval(approval, await judgeOf(ctx), now)}
        changes={await changesNow(ctx, approval, now)}
        names={names}
      />
      <WhatHappened approval={approval} now={now} names={names} />
    </Desk>
  )
}

const titleOf: Record<ApprovalState, string> = {
  waiting: "What will happen",
  approved: "What will happen",
  performed: "What was done",
  refused: "What was asked for",
  withdrawn: "What was asked for",
  void: "What was asked for",
  expired: "What was asked for",
}

function peopleOf({ requestedBy, decidedBy, performedBy, reviewedBy }: Approval): string[] {
  return [requestedBy, decidedBy, performedBy, reviewedBy].filter((one) => one !== null)
}

/** What has changed since an open request; nothing is said where it cannot be told just now, or not to this person. */
async function changesNow(ctx: Context, approval: Approval, now: Date): Promise<string[]> {
  const state = effectiveState(approval, now)
  const planned = plannedActs.find(({ act }) => act === approval.act)
  if (!planned || (state !== "waiting" && state !== "approved")) return []
  return await changesSince(ctx, planned, approval).catch((error: unknown) => {
    if (error instanceof AppError) return []
    throw error
  })
}

/** The number of the run that it is about, of letters or of a logout, where it is about one. */
async function runOf({ db }: Context, { act, input }: Approval): Promise<number | null> {
  if (act !== "notice.send" && act !== "logout.run") return null
  const { runId } = input as { runId?: string }
  const run = runId ? await db.plannedRun.findUnique({ where: { id: runId } }) : null
  return run?.number ?? null
}

interface FactsProps {
  approval: Approval
  run: number | null
  incident: { number: number; title: string } | undefined
  now: Date
  names: ReadonlyMap<string, string>
}

function Facts({ approval, run, incident, now, names }: FactsProps) {
  const { revision, expiresAt, digest, requestedBy, reason } = approval
  const state = effectiveState(approval, now)
  const isOpen = state === "waiting" || state === "approved"
  const isAsked = !isOnlyEmergency(approval)
  const facts = [
    incident && {
      key: "Incident",
      value: (
        <Link href={roomHref(incident)}>
          {incidentName(incident.number)} <DataText>{incident.title}</DataText>
        </Link>
      ),
    },
    incident &&
      revision !== null && {
        key: "Rests on",
        value: <Link href={roomHref(incident, "", revision)}>Revision {revision}</Link>,
      },
    { key: isAsked ? "Asked for by" : "Done by", value: names.get(requestedBy) ?? "somebody who has left" },
    isAsked && { key: "Why", value: <DataText>{reason}</DataText> },
    incident &&
      run !== null &&
      approval.act === "logout.run" && {
        key: "Logout",
        value: <Link href={logoutHref(incident, run)}>Logout {run}: whom it is about, and how it goes</Link>,
      },
    incident &&
      run !== null &&
      approval.act === "notice.send" && {
        key: "Letters",
        value: (
          <>
            <Link href={noticeRunHref(incident, run)}>Run {run}: who gets which</Link>,{" "}
            <Link href={noticeRunHref(incident, run, "preview")}>what they say</Link>
          </>
        ),
      },
    isOpen && {
      key: state === "waiting" ? "Can be decided until" : "Can be done until",
      value: <Instant at={expiresAt} />,
    },
    { key: "Digest of all this", value: <Digest sha256={digest} /> },
  ]
  return <KeyValue pairs={facts.filter((fact) => fact !== undefined && fact !== false)} />
}
