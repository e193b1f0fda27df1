import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../core/context.ts"
import { makePlan, type PlanTools } from "./make-plan.ts"
import { findWaitingPlan } from "./plan-lease.ts"

const IDLE_MS = 500

/** Plans the runs that wait, one after the other, until it is told to stop. One whose planner died is taken up again. */
export async function workOffPlans(ctx: SystemContext, tools: PlanTools, signal: AbortSignal): Promise<void> {
  let told = ""
  while (!signal.aborted) {
    try {
      const runId = await findWaitingPlan(ctx)
      if (runId === null || !(await makePlan(ctx, tools, runId))) await pause(signal)
      told = ""
    } catch (error) {
      const reason = String(error)
      if (reason !== told) ctx.log.warn("worker.waits", { error })
      told = reason
      await pause(signal)
    }
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await wait(IDLE_MS, undefined, { signal }).catch(() => {})
}
