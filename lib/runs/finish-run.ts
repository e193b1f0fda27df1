import type { About, SystemContext } from "../core/context.ts"
import { holdRun } from "./hold-run.ts"
import { sealItems, sealOf } from "./seal-run.ts"

/**
 * Finishes a run that is under way and in which nothing is queued, sending or deferred; gives whether it did. Its counts
 * and a digest of all items go into the trail.
 */
export async function finishRun(ctx: SystemContext, runId: string): Promise<boolean> {
  const entry = await ctx.mutate(
    "planned_run.finish",
    (about: About | null) => about,
    async (tx) => {
      const run = await holdRun(tx, runId)
      if (run.state !== "running") return null
      const waiting = await tx.runChunk.count({ where: { runId, state: { not: "done" } }, take: 1 })
      if (waiting > 0) return null
      await tx.$executeRaw`UPDATE planned_run SET state = 'finished', ended_at = now(), sealed_at = now()
        WHERE id = ${runId}::uuid`
      return { incidentId: run.incidentId, details: await sealOf(tx, run) }
    },
  )
  if (entry === null) return false
  await sealItems(ctx, runId)
  return true
}
