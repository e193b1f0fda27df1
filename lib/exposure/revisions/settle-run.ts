import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../core/context.ts"
import type { ClaimedRun } from "./claim-run.ts"
import { type Ending, endRun } from "./end-run.ts"
import { getRun } from "./get-run.ts"

const AGAIN_MS = 1_000
/** Refused so often by a database that answers, it will not be taken. */
const REFUSALS_MAX = 3

/**
 * Writes down how a worker's run ended, however long the database is away. Gives whether its result counts; what must
 * not be removed is kept also when the answer of the database is lost on its way.
 */
export async function settleRun(
  ctx: SystemContext,
  run: ClaimedRun & { workerId: string },
  ending: Ending,
): Promise<boolean> {
  let refusals = 0
  for (let settling = ending; ; ) {
    try {
      if (await endRun(ctx, run, settling)) return settling.state === "done"
      const { state, workerId } = await getRun(ctx, run.id)
      if (workerId !== run.workerId || state !== "running")
        return workerId === run.workerId && state === "done"
      // It was asked to stop after the last look: then it is stopped, not done.
      settling = { state: "stopped" }
    } catch (error) {
      ctx.log.warn("run.unsettled", { runId: run.id, error })
      if (await answers(ctx, run.id)) refusals++
      if (refusals === REFUSALS_MAX)
        settling = {
          state: "failed",
          reason: "A fault of ours, please report it: its result could not be filed.",
        }
      await wait(AGAIN_MS)
    }
  }
}

function answers(ctx: SystemContext, runId: string): Promise<boolean> {
  return getRun(ctx, runId).then(
    () => true,
    () => false,
  )
}
