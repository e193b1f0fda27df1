import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { resumePlannedRun } from "../../runs/resume-planned-run.ts"
import { demandNoLaterHold } from "./demand-no-later-hold.ts"
import { waitingDoubt } from "./waiting-doubt.ts"

/**
 * Lets a paused run of letters go on. Refuses, besides what any run refuses, while an authority's hold stands that was
 * placed after the list was made: whom it is about is on it; and while letters wait that tell people they are not
 * affected, and the revision it was held against does not let anybody say so.
 */
export async function resumeNotices(ctx: Context, runId: string, reason: string): Promise<boolean> {
  return await resumePlannedRun(ctx, runId, reason, async (tx) => {
    const run = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
    // Whoever places a hold holds the incident: one of the two comes first.
    await tx.$executeRaw`SELECT 1 FROM incident WHERE id = ${run.incidentId}::uuid FOR SHARE`
    await demandNoLaterHold(tx, run)
    const revision = run.checkedRevision ?? run.revision
    const doubt = revision === null ? null : await waitingDoubt(tx, run, revision)
    if (doubt)
      throw new AppError(
        "precondition",
        `${doubt}. Settle what is open, or stop this run and ask for a new plan`,
      )
  })
}
