import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { resumePlannedRun } from "../../runs/resume-planned-run.ts"
import { noticeRunOf } from "./list-planned-runs.ts"
import { standingHolds } from "./plan-sources.ts"

/**
 * Lets a paused run of letters go on. Refuses, besides what any run refuses, while an authority's hold stands that was
 * placed after the list was made: whom it is about is on it.
 */
export async function resumeNotices(ctx: Context, runId: string, reason: string): Promise<boolean> {
  return await resumePlannedRun(ctx, runId, reason, async (tx) => {
    const run = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
    // Whoever places a hold holds the incident: one of the two comes first.
    await tx.$executeRaw`SELECT 1 FROM incident WHERE id = ${run.incidentId}::uuid FOR SHARE`
    const { plan } = noticeRunOf(run)
    const later = (await standingHolds(tx, run.incidentId)).find(({ id }) => !plan?.holds.includes(id))
    if (later)
      throw new AppError(
        "precondition",
        `${later.agency} asks to wait. Stop this run and ask for a new plan, which leaves those people out`,
      )
  })
}
