import type { Prisma } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import type { Act } from "../../core/permissions.ts"
import type { Summary } from "../summary.ts"
import type { ClaimedRun } from "./claim-run.ts"

export type Ending =
  | { state: "done"; summary: Summary; accountsFolder: string; incidentFile: string }
  | { state: "failed"; reason: string }
  | { state: "stopped" }
  /** Its worker is to end: the run waits for another one, as a new attempt. */
  | { state: "handed_back" }

const actOf = {
  done: "run.finish",
  failed: "run.fail",
  stopped: "run.fail",
  handed_back: "run.hand_back",
} as const satisfies Record<Ending["state"], Act>

/**
 * Ends a run for the worker that has it, and with a result completes the revision, in one transaction. Gives false, and
 * changes nothing, where the run is the worker's no more, or was to stop before it was done. What is handed back keeps its place in the queue.
 */
export async function endRun(
  ctx: SystemContext,
  run: ClaimedRun & { workerId: string },
  ending: Ending,
): Promise<boolean> {
  const details = { revision: run.revision, attempt: run.attempt, state: ending.state }
  return await ctx.mutate(
    actOf[ending.state],
    (ended) => (ended ? { incidentId: run.incidentId, details } : null),
    async (tx) => {
      const { count } = await tx.run.updateMany({
        where: {
          id: run.id,
          workerId: run.workerId,
          state: "running",
          ...(ending.state === "done" || ending.state === "handed_back" ? { stopRequestedAt: null } : {}),
        },
        data: ending.state === "handed_back" ? anew(run) : { ...endOf(ending), finishedAt: ctx.now() },
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

function endOf(ending: Exclude<Ending, { state: "handed_back" }>): Prisma.RunUpdateManyMutationInput {
  const { state } = ending
  return {
    state,
    leaseUntil: null,
    ...(state === "done" ? { label: "Done", done: 1 } : {}),
    ...(state === "failed" ? { reason: ending.reason } : {}),
  }
}

/** The next attempt has a folder of its own, so that nothing of this one can be taken for it. */
function anew({ attempt }: ClaimedRun): Prisma.RunUncheckedUpdateManyInput {
  return {
    state: "queued",
    attempt: attempt + 1,
    label: "Waiting for a worker",
    done: 0,
    workerId: null,
    leaseUntil: null,
    startedAt: null,
  }
}
