import type { About, Context, Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { parseInput } from "../core/parse-input.ts"
import { holdRun } from "./hold-run.ts"
import { judgeRun } from "./rules.ts"
import { demandActOn } from "./run-acts.ts"
import { reasonSchema } from "./schemas.ts"
import { sealOf } from "./seal-run.ts"

/**
 * Pauses a run: nothing is begun from then on, what is under way comes to its end, and what `also` does is done with it.
 * Gives false where it is paused already; refuses one that is not under way.
 */
export async function pausePlannedRun(
  ctx: Context,
  runId: string,
  given: string,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<boolean> {
  const act = await demandActOn(ctx, runId, "pause")
  const { reason } = parseInput(reasonSchema, { reason: given })
  const entry = await ctx.mutate(
    act,
    (about: About | null) => about,
    async (tx) => {
      const run = await holdRun(tx, runId)
      if (!(await pauseWithin(tx, runId, ctx.actor.id, reason))) return null
      await also(tx)
      return { incidentId: run.incidentId, details: { reason, ...(await sealOf(tx, run)) } }
    },
  )
  return entry !== null
}

/** The same as part of another act, whose entry tells of it. */
export async function pauseWithin(tx: Tx, runId: string, by: string, reason: string): Promise<boolean> {
  const run = await holdRun(tx, runId)
  if (run.state === "paused") return false
  const { pause } = judgeRun(run)
  if (!pause.allowed) throw new AppError("conflict", `${pause.reason}.`)
  await tx.$executeRaw`
    UPDATE planned_run SET state = 'paused', paused_at = now(), paused_by = ${by}, pause_reason = ${reason}
    WHERE id = ${runId}::uuid`
  return true
}
