import { randomUUID } from "node:crypto"
import type { LogoutPhase } from "../../../prisma/generated/client.ts"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import type { SystemContext } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { isPassing } from "../../runs/is-passing.ts"
import { pausePlannedRun } from "../../runs/pause-planned-run.ts"
import { getAuthority, openKept } from "../authorities/get-authority.ts"
import { settingsOf } from "../logout/logout-run.ts"
import type { LogoutPlan } from "../logout/plan-shape.ts"
import type { Conducted } from "./conducted.ts"
import { contain } from "./contain.ts"
import { settle } from "./settle.ts"
import { verify } from "./verify.ts"
import { watchExpiring } from "./watch-expiring.ts"
import { passGate, watchWave } from "./waves.ts"

const LOOK_EVERY_MS = 1_000
/** One that says nothing for so long is taken over. Steps that were begun twice change nothing twice. */
const LEASE_S = 60
const RENEW_EVERY_MS = (LEASE_S * 1_000) / 3
/** So often in a row is nothing that passes. */
const FAULTS_MAX = 5

/** What is done in each phase, a step at a time. */
const steps: Partial<Record<LogoutPhase, (conducted: Conducted) => Promise<void>>> = {
  containing: contain,
  canary_wave: watchWave,
  wave: watchWave,
  gate: passGate,
  verifying: verify,
  settling: settle,
}

/** Brings logouts from phase to phase, each by one worker at a time and none behind another, until it is told to stop. */
export async function conductLogouts(
  ctx: SystemContext,
  open: OpenAuthority,
  signal: AbortSignal,
): Promise<void> {
  const conductorId = randomUUID()
  const underWay = new Map<string, Promise<void>>()
  const faults = new Map<string, Fault>()
  const begin = async (runId: string): Promise<void> => {
    try {
      await conduct(ctx, open, runId, conductorId)
      faults.delete(runId)
    } catch (error) {
      await meetFault(ctx, faults, runId, error)
    } finally {
      underWay.delete(runId)
    }
  }
  const round = async () => {
    for (const runId of await claim(ctx, conductorId))
      if (!underWay.has(runId)) underWay.set(runId, begin(runId))
    return 0
  }
  // A step that takes long, as a sample of many does, stays with whoever has begun it.
  const renewing = setInterval(() => void renew(ctx, conductorId).catch(() => {}), RENEW_EVERY_MS)
  await keepMakingRounds(ctx, round, LOOK_EVERY_MS, signal)
  await Promise.all(underWay.values())
  clearInterval(renewing)
  await ctx
    .ledger((tx) => tx.logoutRun.updateMany({ where: { conductorId }, data: { conductorUntil: null } }))
    .catch(() => {})
}

/** What a step of a logout met, and how often in a row with nothing in between. */
interface Fault {
  reason: string
  count: number
}

/** What fails is tried again; what goes on failing pauses the logout, in words: nobody waits for one that stands still. */
async function meetFault(
  ctx: SystemContext,
  faults: Map<string, Fault>,
  runId: string,
  error: unknown,
): Promise<void> {
  const reason = String(error)
  const before = faults.get(runId)
  if (before?.reason !== reason) ctx.log.warn("worker.waits", { runId, error })
  const count = (before?.count ?? 0) + (isPassing(error) ? 0 : 1)
  faults.set(runId, { reason, count })
  if (count < FAULTS_MAX) return
  faults.delete(runId)
  const words =
    error instanceof AppError ? error.message : "A fault of ours, please report it: it does not go on."
  // One that is not under way any more is not paused.
  await pausePlannedRun(ctx, runId, words).catch(() => {})
}

async function renew(ctx: SystemContext, conductorId: string): Promise<void> {
  await ctx.ledger(
    (tx) => tx.$executeRaw`
      UPDATE logout_run SET conductor_until = now() + make_interval(secs => ${LEASE_S})
      WHERE conductor_id = ${conductorId}::uuid AND conductor_until > now()`,
  )
}

/** Logouts that go on and that nobody else conducts. */
async function claim(ctx: SystemContext, conductorId: string): Promise<string[]> {
  const claimed = await ctx.ledger(
    (tx) => tx.$queryRaw<{ runId: string }[]>`
      UPDATE logout_run l SET conductor_id = ${conductorId}::uuid, conductor_until = now() + make_interval(secs => ${LEASE_S})
      FROM planned_run r
      WHERE r.id = l.run_id AND r.state = 'running' AND l.phase IS NOT NULL
        AND l.phase NOT IN ('closed', 'closed_with_gaps', 'aborted')
        AND (l.conductor_id = ${conductorId}::uuid OR l.conductor_until IS NULL OR l.conductor_until < now())
      RETURNING l.run_id AS "runId"`,
  )
  return claimed.map(({ runId }) => runId)
}

/** One step of one logout, which is tried again where it fails: a logout is never over by a fault. */
export async function conduct(
  ctx: SystemContext,
  open: OpenAuthority,
  runId: string,
  conductorId: string,
): Promise<void> {
  const run = await ctx.db.plannedRun.findUniqueOrThrow({ where: { id: runId } })
  const logout = await ctx.db.logoutRun.findUniqueOrThrow({ where: { runId } })
  const { phase } = logout
  const step = phase && steps[phase]
  if (!step || run.state !== "running") return
  const authority = openKept(ctx, open, await getAuthority(ctx, logout.authorityId))
  try {
    const plan = run.plan as unknown as LogoutPlan
    const settings = settingsOf(run)
    const conducted = { ctx, run, logout: { ...logout, phase }, settings, plan, authority, conductorId }
    if (phase !== "settling") await watchExpiring(conducted, { isNow: false })
    await step(conducted)
  } finally {
    await authority.close()
  }
}
