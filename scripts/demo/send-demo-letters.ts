import { setTimeout as wait } from "node:timers/promises"
import { letterForms } from "../../emails/letter-forms.ts"
import { decideApproval } from "../../lib/access/approvals/decide-approval.ts"
import { performApproved } from "../../lib/access/approvals/perform-approved.ts"
import type { Context } from "../../lib/core/context.ts"
import { AppError } from "../../lib/core/errors.ts"
import { figure } from "../../lib/core/figure.ts"
import type { OnProgress } from "../../lib/core/progress.ts"
import { getRunStatus } from "../../lib/notices/account/get-run-status.ts"
import { askToSend } from "../../lib/notices/audience/ask-to-send.ts"
import { getPlannedRun } from "../../lib/notices/audience/get-planned-run.ts"
import { listPlannedRuns, type NoticeRun } from "../../lib/notices/audience/list-planned-runs.ts"
import { requestPlan } from "../../lib/notices/audience/request-plan.ts"
import { findFacts } from "../../lib/notices/letters/get-facts.ts"
import { setFacts } from "../../lib/notices/letters/set-facts.ts"
import { plannedActNamed } from "../../lib/planned-acts.ts"
import { vouchFor } from "../commands/notices/vouch.ts"
import { demoFacts } from "./letter-facts.ts"

/** Slow enough to watch: 24,700 letters in under two minutes. */
const PER_SECOND = 250
/** In earnest letters wait a minute after the approval. */
const HOLD_S = 3
const LOOK_EVERY_MS = 500
const WHY = "A drill: the groups of this incident get their letters, into the inbox of this machine"

/** Who does what: support plans and sends, counsel reads and approves. */
export interface DemoPeople {
  support: Context
  counsel: Context
}

/**
 * Lets the groups of the first revision get their letters, once; a later start takes up what an earlier one left. Null
 * where one is asked to end meanwhile.
 */
export async function sendDemoLetters(
  { support, counsel }: DemoPeople,
  incidentId: string,
  onProgress: OnProgress,
  ending: AbortSignal,
): Promise<NoticeRun | null> {
  const { runId, isNew } = await firstRun(support, incidentId)
  const run = await untilState(support, runId, ({ state }) => state !== "planning", onProgress, ending)
  if (run?.state === "failed")
    throw new AppError("precondition", run.trouble ?? "The letters cannot be planned")
  if (run?.state === "planned" && isNew) await approveAndBegin(support, counsel, incidentId, runId)
  const over: NoticeRun["state"][] = ["finished", "stopped", "paused", "planned"]
  return await untilState(support, runId, ({ state }) => over.includes(state), onProgress, ending)
}

async function firstRun(support: Context, incidentId: string): Promise<{ runId: string; isNew: boolean }> {
  const known = (await listPlannedRuns(support, incidentId)).findLast(({ state }) => state !== "failed")
  if (known) return { runId: known.id, isNew: known.state === "planning" || known.startedAt === null }
  if (!(await findFacts(support.db, incidentId)))
    await setFacts(support, incidentId, { version: 0, facts: demoFacts })
  const { runId } = await requestPlan(support, incidentId, {
    sender: { name: demoFacts.company, address: "notices@demo.example" },
    pace: { perSecond: PER_SECOND },
    holdS: HOLD_S,
  })
  return { runId, isNew: true }
}

async function approveAndBegin(
  support: Context,
  counsel: Context,
  incidentId: string,
  runId: string,
): Promise<void> {
  const planned = plannedActNamed("notice.send")
  await vouchFor(counsel, letterForms, incidentId, counsel.actor.name)
  const approval = await askToSend(support, letterForms, runId, WHY)
  if (approval.state === "waiting")
    await decideApproval(counsel, planned, approval.id, { verdict: "approve", shown: approval.digest })
  await performApproved(support, planned, approval.id)
}

/** Shows how a run goes until it is where it should be; null when one is asked to end before. */
async function untilState(
  ctx: Context,
  runId: string,
  isThere: (run: NoticeRun) => boolean,
  onProgress: OnProgress,
  ending: AbortSignal,
): Promise<NoticeRun | null> {
  while (!ending.aborted) {
    const run = await getPlannedRun(ctx, runId)
    if (isThere(run)) return run
    onProgress(run.state === "planning" ? { label: "Planning the letters", done: 0 } : await sent(ctx, run))
    await wait(LOOK_EVERY_MS, undefined, { signal: ending }).catch(() => {})
  }
  return null
}

async function sent(ctx: Context, run: NoticeRun) {
  const { states } = await getRunStatus(ctx, run.id)
  const all = run.plan?.letters ?? 0
  const waiting = (states.queued ?? 0) + (states.sending ?? 0) + (states.deferred ?? 0)
  const done = Math.max(0, all - waiting)
  return {
    label: `${figure(done)} of ${figure(all)} letters are in the inbox`,
    done: all === 0 ? 1 : done / all,
  }
}
