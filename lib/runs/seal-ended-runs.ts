import type { SystemContext, Tx } from "../core/context.ts"
import { digestOfChunks, sealItems } from "./seal-run.ts"

/** A run that has just ended is looked at so often, and one whose items were sealed. */
const LOOK_EVERY_S = { ended: 60, sealed: 3_600 }

/**
 * Seals the items of runs that have ended: of those that were stopped or whose end was cut off, as soon as nothing is on
 * its way in them any more, and of all again when reports have moved items since, at most once an hour.
 */
export async function sealEndedRuns(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const runId = await ctx.ledger(takeDue)
    if (runId === null) return
    const isDue = await ctx.ledger(async (tx) => {
      const { itemsSealed } = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
      return itemsSealed !== (await digestOfChunks(tx, runId))
    })
    if (isDue) await sealItems(ctx, runId, signal)
  }
}

/** One that is to be looked at: nobody else does for a while. */
async function takeDue(tx: Tx): Promise<string | null> {
  const [run] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE planned_run SET sealed_at = now() WHERE id = (
      SELECT r.id FROM planned_run r
      WHERE r.state IN ('stopped', 'finished') AND r.started_at IS NOT NULL
        AND coalesce(r.sealed_at, r.ended_at) < now() - make_interval(secs =>
          CASE WHEN r.items_sealed IS NULL THEN ${LOOK_EVERY_S.ended}::float8 ELSE ${LOOK_EVERY_S.sealed}::float8 END)
        AND NOT EXISTS (SELECT FROM run_chunk c WHERE c.run_id = r.id AND c.state IN ('open', 'leased', 'handed_out'))
      ORDER BY r.ended_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id`
  return run?.id ?? null
}
