import type { About, Context, Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { parseInput } from "../core/parse-input.ts"
import { holdRun } from "./hold-run.ts"
import { judgeRun, words } from "./rules.ts"
import { demandActOn } from "./run-acts.ts"
import { reasonSchema } from "./schemas.ts"
import { sealOf } from "./seal-run.ts"

/**
 * Stops a run for good: what is queued or deferred is cancelled, whether it is in the ledger yet or not; what is under
 * way comes to its end, and what `also` does is done with it. Gives false where it was stopped already; refuses one that has ended otherwise.
 */
export async function stopPlannedRun(
  ctx: Context,
  runId: string,
  given: string,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<boolean> {
  const act = await demandActOn(ctx, runId, "stop")
  const { reason } = parseInput(reasonSchema, { reason: given })
  const entry = await ctx.mutate(
    act,
    (about: About | null) => about,
    async (tx) => {
      const run = await holdRun(tx, runId)
      if (run.state === "stopped") return null
      const { stop } = judgeRun(run)
      if (!stop.allowed) throw new AppError("conflict", `${stop.reason}.`)
      await tx.$executeRaw`UPDATE planned_run SET state = 'stopped', ended_at = now() WHERE id = ${runId}::uuid`
      await cancelWaiting(tx, runId)
      await also(tx)
      return { incidentId: run.incidentId, details: { reason, ...(await sealOf(tx, run)) } }
    },
  )
  return entry !== null
}

/** Items of filled chunks, and the counters of all; what its worker or somebody else still has ends there. */
async function cancelWaiting(tx: Tx, runId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT count(*) FROM (SELECT 1 FROM run_chunk WHERE run_id = ${runId}::uuid AND queued + deferred > 0
      ORDER BY number FOR UPDATE) held`
  await tx.$executeRaw`
    UPDATE run_item i SET state = 'cancelled', reason = ${words.stopped}, not_before = NULL, changed_at = now()
    FROM run_chunk c
    WHERE c.run_id = ${runId}::uuid AND c.is_filled AND c.queued + c.deferred > 0
      AND i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row AND i.state IN ('queued', 'deferred')`
  await tx.$executeRaw`
    UPDATE run_chunk SET cancelled = cancelled + queued + deferred, queued = 0, deferred = 0, not_before = NULL,
      state = CASE WHEN state = 'open' AND sending = 0 THEN 'done' ELSE state END
    WHERE run_id = ${runId}::uuid AND (queued + deferred > 0 OR state = 'open')`
}
