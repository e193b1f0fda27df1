import type { SystemContext } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { makePlan } from "./make-plan.ts"
import { findWaitingPlan } from "./plan-lease.ts"
import type { RunPlanner } from "./run-planner.ts"

const IDLE_MS = 500

/** Plans the runs that wait, one after the other, until it is told to stop. One whose planner died, or which could not be planned just then, is taken up again. */
export async function workOffPlans(
  ctx: SystemContext,
  planners: readonly RunPlanner[],
  signal: AbortSignal,
): Promise<void> {
  const round = async () => {
    const waiting = await findWaitingPlan(
      ctx,
      planners.map(({ kind }) => kind),
    )
    const planner = planners.find(({ kind }) => kind === waiting?.kind)
    return waiting && planner && (await makePlan(ctx, planner, waiting.id)) ? 1 : 0
  }
  await keepMakingRounds(ctx, round, IDLE_MS, signal)
}
