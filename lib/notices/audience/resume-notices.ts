import type { Context } from "../../core/context.ts"
import { resumePlannedRun } from "../../runs/resume-planned-run.ts"
import { demandNoLaterHold } from "./demand-no-later-hold.ts"

/**
 * Lets a paused run of letters go on. Refuses, besides what any run refuses, while an authority's hold stands that was
 * placed after the list was made: whom it is about is on it.
 */
export async function resumeNotices(ctx: Context, runId: string, reason: string): Promise<boolean> {
  return await resumePlannedRun(ctx, runId, reason, async (tx) => {
    const run = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
    // Whoever places a hold holds the incident: one of the two comes first.
    await tx.$executeRaw`SELECT 1 FROM incident WHERE id = ${run.incidentId}::uuid FOR SHARE`
    await demandNoLaterHold(tx, run)
  })
}
