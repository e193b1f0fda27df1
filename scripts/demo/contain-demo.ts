import { setTimeout as wait } from "node:timers/promises"
import { decideApproval } from "../../lib/access/approvals/decide-approval.ts"
import { performApproved } from "../../lib/access/approvals/perform-approved.ts"
import { requestApproval } from "../../lib/access/approvals/request-approval.ts"
import { getLogoutProgress, type LogoutProgress } from "../../lib/containment/logout/logout-progress.ts"
import { getLogout, type Logout, listLogouts } from "../../lib/containment/logout/logout-run.ts"
import { requestLogout } from "../../lib/containment/logout/request-logout.ts"
import { isOver } from "../../lib/containment/logout/rules.ts"
import { runLogout } from "../../lib/containment/logout/run-logout.ts"
import { findWatch } from "../../lib/containment/proof/latest-reading.ts"
import { startWatch } from "../../lib/containment/proof/start-watch.ts"
import { flipSwitch } from "../../lib/containment/switches/flip-switch.ts"
import { findStandingFlips } from "../../lib/containment/switches/standing-flips.ts"
import type { Context } from "../../lib/core/context.ts"
import { AppError } from "../../lib/core/errors.ts"
import { figure } from "../../lib/core/figure.ts"
import type { OnProgress } from "../../lib/core/progress.ts"

const LOOK_EVERY_MS = 500
const WATCHED_EVERY_S = 60
const LOGINS_PER_SECOND = 1_000
const WHY = "A drill: pictures go to strangers, so nobody sees any until we know why"

/** Who does what: one of security asks, another one approves. */
export interface ContainingPeople {
  security: Context
  responder: Context
}

/** Turns the events tab off and waits until the app itself says so; done once. Gives since when it is off. */
export async function switchOff(
  { security }: ContainingPeople,
  incidentId: string,
  ending: AbortSignal,
): Promise<Date | null> {
  const found = await security.db.switch.findFirst({ where: { key: "events-tab", removedAt: null } })
  if (!found) throw new AppError("not_found", "The demo has no switch for the events tab")
  const standing = async () =>
    (await findStandingFlips(security.db, incidentId)).find(({ key }) => key === "events-tab")
  if (!(await standing()))
    await flipSwitch(security, incidentId, { switchId: found.id, isOn: false, reason: WHY })
  while (!ending.aborted) {
    const flip = await standing()
    if (flip?.isConfirmed) return flip.effectiveAt
    if (flip?.state === "unconfirmed" || flip?.isOn) return flip.effectiveAt
    await wait(LOOK_EVERY_MS, undefined, { signal: ending }).catch(() => {})
  }
  return null
}

/** Has the log be read that goes on after the switch; done once. */
export async function watchLog(
  { security }: ContainingPeople,
  incidentId: string,
  folder: string,
): Promise<void> {
  if (!(await findWatch(security, incidentId)))
    await startWatch(security, incidentId, { folder, everyS: WATCHED_EVERY_S })
}

/**
 * Logs out everybody who used the app: a dry run, the approval of a second person, and then waves until it is proved. A
 * later start takes up what an earlier one left. Null where one is asked to end meanwhile.
 */
export async function logOut(
  people: ContainingPeople,
  incidentId: string,
  authorityId: string,
  onProgress: OnProgress,
  ending: AbortSignal,
): Promise<LogoutProgress | null> {
  const { security } = people
  const known = (await listLogouts(security, incidentId)).find(({ standing }) => standing !== "failed")
  const runId = known?.id ?? (await requestLogout(security, incidentId, settingsOf(authorityId))).runId
  const isPlanned = ({ state }: Logout) => state !== "planning"
  const planned = await until(security, runId, isPlanned, onProgress, ending)
  if (planned?.state === "failed")
    throw new AppError("precondition", planned.trouble ?? "It cannot be planned")
  if (planned?.state === "planned") await approveAndBegin(people, planned)
  const isAtRest = ({ phase, standing }: Logout) => standing === "paused" || (phase !== null && isOver(phase))
  const ended = planned && (await until(security, runId, isAtRest, onProgress, ending))
  return ended && (await getLogoutProgress(security, runId))
}

function settingsOf(authorityId: string) {
  const [from, to] = [new Date(Date.now() - 24 * 60 * 60_000), new Date()]
  return {
    authorityId,
    scope: { by: "sessions" as const, from: from.toISOString(), to: to.toISOString() },
    loginsPerSecond: LOGINS_PER_SECOND,
  }
}

async function approveAndBegin({ security, responder }: ContainingPeople, run: Logout): Promise<void> {
  const input = { incidentId: run.incidentId, runId: run.id }
  const approval = await requestApproval(security, runLogout, input, WHY)
  if (approval.state === "waiting")
    await decideApproval(responder, runLogout, approval.id, {
      verdict: "approve",
      shown: approval.digest,
      reason: "",
    })
  await performApproved(security, runLogout, approval.id)
}

/** Shows how a logout goes until it is where it should be; null when one is asked to end before. */
async function until(
  ctx: Context,
  runId: string,
  isThere: (run: Logout) => boolean,
  onProgress: OnProgress,
  ending: AbortSignal,
): Promise<Logout | null> {
  while (!ending.aborted) {
    const run = await getLogout(ctx, runId)
    if (isThere(run)) return run
    onProgress(await progressOf(ctx, run))
    await wait(LOOK_EVERY_MS, undefined, { signal: ending }).catch(() => {})
  }
  return null
}

async function progressOf(ctx: Context, run: Logout): Promise<{ label: string; done: number }> {
  if (run.phase === null) return { label: "Planning the logout", done: 0 }
  if (run.phase === "settling") {
    const leftS = Math.max(0, Math.ceil(((run.settlesAt?.getTime() ?? 0) - Date.now()) / 1_000))
    return { label: `Waiting until the last old token has expired, ${leftS} s`, done: 1 }
  }
  const { counts } = await getLogoutProgress(ctx, run.id)
  const done = counts.states.accepted + counts.states.verified
  const of = run.plan?.affected ?? 0
  const label = `Logging out, ${run.phase.replaceAll("_", " ")}: ${figure(done)} of ${figure(of)}`
  return { label, done: of === 0 ? 0 : done / of }
}
