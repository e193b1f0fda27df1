import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../lib/core/context.ts"
import { AppError } from "../../lib/core/errors.ts"
import { makePlan } from "../../lib/runs/planning/make-plan.ts"
import type { RunPlanner } from "../../lib/runs/planning/run-planner.ts"

const LOOK_EVERY_MS = 250

/**
 * Makes the plan of a run, or waits for the worker that makes it.
 * @throws AppError precondition where it cannot be planned, with its trouble, and the signal's reason
 */
export async function planned<Run extends { state: string; trouble: string | null }>(
  ctx: SystemContext,
  planner: RunPlanner,
  runId: string,
  get: (runId: string) => Promise<Run>,
  stopped: AbortSignal,
): Promise<Run> {
  await makePlan(ctx, planner, runId)
  for (;;) {
    stopped.throwIfAborted()
    const run = await get(runId)
    if (run.state === "failed") throw new AppError("precondition", run.trouble ?? "It could not be planned")
    if (run.state !== "planning") return run
    await wait(LOOK_EVERY_MS)
  }
}
