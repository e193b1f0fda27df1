import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { resumePlannedRun } from "../../runs/resume-planned-run.ts"
import { stopPlannedRun } from "../../runs/stop-planned-run.ts"
import { isOver } from "./rules.ts"

/**
 * Lets a paused logout go on: whoever does it has seen what it was paused for, and just that pauses it no more at this
 * gate. Gives false where it goes on already; refuses one that is not paused.
 */
export async function resumeLogout(ctx: Context, runId: string, reason: string): Promise<boolean> {
  demand(ctx.actor, "logout.resume")
  return await resumePlannedRun(ctx, runId, reason)
}

/**
 * Aborts a logout for good: whoever was not begun is left alone, and cut-offs that were set stand, for they cannot be
 * taken back. Gives false where it was aborted already; refuses one that is over.
 */
export async function abortLogout(ctx: Context, runId: string, reason: string): Promise<boolean> {
  demand(ctx.actor, "logout.abort")
  return await stopPlannedRun(ctx, runId, reason, async (tx) => {
    const { phase } = await tx.logoutRun.findUniqueOrThrow({ where: { runId } })
    if (phase !== null && isOver(phase)) throw new AppError("conflict", "This logout is over already.")
    if (phase !== null)
      await tx.logoutRun.update({ where: { runId }, data: { phase: "aborted", phaseAt: ctx.now() } })
  })
}
