import { randomUUID } from "node:crypto"
import type { LogoutPhase } from "../../../prisma/generated/client.ts"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import type { SystemContext } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { getAuthority, openKept } from "../authorities/get-authority.ts"
import { settingsOf } from "../logout/logout-run.ts"
import type { LogoutPlan } from "../logout/plan-shape.ts"
import type { Conducted } from "./conducted.ts"
import { contain } from "./contain.ts"
import { settle } from "./settle.ts"
import { verify } from "./verify.ts"
import { passGate, watchWave } from "./waves.ts"

const LOOK_EVERY_MS = 1_000
/** One that says nothing for so long is taken over. Steps that were begun twice change nothing twice. */
const LEASE_S = 60
const RENEW_EVERY_MS = (LEASE_S * 1_000) / 3

/** What is done in each phase, a step at a time. */
const steps: Partial<Record<LogoutPhase, (conducted: Conducted) => Promise<void>>> = {
  containing: contain,
  canary_wave: watchWave,
  wave: watchWave,
  gate: passGate,
  verifying: verify,
  settling: settle,
}

/** Brings logouts from phase to phase, each by one worker at a time, until it is told to stop. */
export async function conductLogouts(
  ctx: SystemContext,
  open: OpenAuthority,
  signal: AbortSignal,
): Promise<void> {
  const conductorId = randomUUID()
  const round = async () => {
    const failed: unknown[] = []
    for (const runId of await claim(ctx, conductorId)) {
      if (signal.aborted) break
      // The others go on; what fails each time is told once.
      await conduct(ctx, open, runId, conductorId).catch((error: unknown) => failed.push(error))
    }
    if (failed.length > 0) throw failed[0]
    return 0
  }
  // A step that takes long, as a sample of many does, stays with whoever has begun it.
  const renewing = setInterval(() => void renew(ctx, conductorId).catch(() => {}), RENEW_EVERY_MS)
  await keepMakingRounds(ctx, round, LOOK_EVERY_MS, signal)
  clearInterval(renewing)
  await ctx
    .ledger((tx) => tx.logoutRun.updateMany({ where: { conductorId }, data: { conductorUntil: null } }))
    .catch(() => {})
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
    await step({
      ctx,
      run,
      logout: { ...logout, phase },
      settings: settingsOf(run),
      plan,
      authority,
      conductorId,
    })
  } finally {
    await authority.close()
  }
}
