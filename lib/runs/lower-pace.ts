import type { Prisma } from "../../prisma/generated/client.ts"
import type { Context } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { holdRun } from "./hold-run.ts"
import type { Pace } from "./pace.ts"
import { hasEnded } from "./rules.ts"
import { demandActOn } from "./run-acts.ts"

/**
 * Lets a run do less a second than it was approved for. Gives false where that is its pace already; refuses a higher one,
 * which needs an approval of its own, and a run that has ended.
 */
export async function lowerPace(ctx: Context, runId: string, perSecond: number): Promise<boolean> {
  if (!(perSecond >= 1)) throw new AppError("invalid", "At least one a second")
  const about = (change: { incidentId: string; from: number } | null) =>
    change && { incidentId: change.incidentId, details: { run: runId, from: change.from, to: perSecond } }
  const act = await demandActOn(ctx, runId, "slow")
  const change = await ctx.mutate(act, about, async (tx) => {
    const run = await holdRun(tx, runId)
    if (hasEnded(run)) throw new AppError("precondition", "This run has ended")
    const pace = run.pace as unknown as Pace
    if (perSecond === pace.perSecond) return null
    demandNoFaster(pace, perSecond)
    await tx.plannedRun.update({
      where: { id: runId },
      data: { pace: { ...pace, perSecond } as unknown as Prisma.InputJsonObject },
    })
    return { incidentId: run.incidentId, from: pace.perSecond }
  })
  return change !== null
}

/** Refuses a higher pace than a run was approved for. */
export function demandNoFaster(pace: Pace, perSecond: number): void {
  if (perSecond > pace.perSecond)
    throw new AppError(
      "precondition",
      `At most ${pace.perSecond} a second, as it was planned: more needs a new plan and its approval`,
    )
}
