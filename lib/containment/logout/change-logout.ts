import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { resumePlannedRun } from "../../runs/resume-planned-run.ts"
import { stopPlannedRun } from "../../runs/stop-planned-run.ts"
import { isOver } from "./rules.ts"

/**
 * Lets a paused logout go on: whoever does it has seen what it was paused for, and just that pauses it no more at this
 * gate. Gives false where it goes on already; refuses one that is not paused.
 */
export async function resumeLogout(ctx: Context, runId: string, reason: string): Promise<boolean> {
  return await resumePlannedRun(ctx, runId, reason, async (tx) => {
    await phaseOf(tx, runId)
  })
}

/**
 * Aborts a logout for good: whoever was not begun is left alone, and cut-offs that were set stand, for they cannot be
 * taken back. Gives false where it was aborted already; refuses one that is over.
 */
export async function abortLogout(ctx: Context, runId: string, reason: string): Promise<boolean> {
  return await stopPlannedRun(ctx, runId, reason, async (tx) => {
    const phase = await phaseOf(tx, runId)
    if (phase !== null && isOver(phase)) throw new AppError("conflict", "This logout is over already.")
    if (phase !== null)
      await tx.logoutRun.update({ where: { runId }, data: { phase: "aborted", phaseAt: ctx.now() } })
  })
}

/** Where a logout is; letters go on and are stopped by the words of letters. */
async function phaseOf(tx: Tx, runId: string) {
  const logout = await tx.logoutRun.findUnique({ where: { runId } })
  if (!logout) throw new AppError("not_found", "There is no such logout")
  return logout.phase
}
