import type { Prisma } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import type { Summary } from "../summary.ts"
import type { ClaimedRun } from "./claim-run.ts"

export type Ending =
  | { state: "done"; summary: Summary; accountsFolder: string; incidentFile: string }
  | { state: "failed"; reason: string }
  | { state: "stopped" }

/**
 * Ends a run for the worker that has it, and with a result completes the revision, in one transaction. Gives false, and
 * changes nothing, where the run is the worker's no more, or was to stop before it was done.
 */
export async function endRun(
  ctx: SystemContext,
  run: ClaimedRun & { workerId: string },
  ending: Ending,
): Promise<boolean> {
  const details = { revision: run.revision, attempt: run.attempt, state: ending.state }
  const act = ending.state === "done" ? "run.finish" : "run.fail"
  return await ctx.mutate(
    act,
    (ended) => (ended ? { incidentId: run.incidentId, details } : null),
    async (tx) => {
      const { count } = await tx.run.updateMany({
        where: {
          id: run.id,
          workerId: run.workerId,
          state: "running",
          ...(ending.state === "done" ? { stopRequestedAt: null } : {}),
        },
        data: {
          state: ending.state,
          finishedAt: ctx.now(),
          leaseUntil: null,
          ...(ending.state === "done" ? { label: "Done", done: 1 } : {}),
          ...(ending.state === "failed" ? { reason: ending.reason } : {}),
        },
      })
      if (count === 0) return false
      if (ending.state === "done")
        await tx.revision.updateMany({
          where: { runs: { some: { id: run.id } } },
          data: {
            summary: ending.summary as unknown as Prisma.InputJsonObject,
            digest: ending.summary.digest,
            resultAttempt: run.attempt,
            accountsFolder: ending.accountsFolder,
            incidentFile: ending.incidentFile,
            completedAt: ctx.now(),
          },
        })
      return true
    },
  )
}
