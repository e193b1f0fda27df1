import type { SystemContext } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { endPastDeadlines } from "../../runs/end-past-deadlines.ts"
import { removePastWorkLists } from "./remove-past-work-lists.ts"

const IDLE_MS = 30_000

/**
 * Sees to deadlines of handed out letters, and removes lists that nobody needs any more, until it is told to stop. Any
 * number of workers may do so.
 */
export async function keepPastDeadlines(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  await keepMakingRounds(ctx, () => makeRound(ctx), IDLE_MS, signal)
}

async function makeRound(ctx: SystemContext): Promise<number> {
  const unknown = await endPastDeadlines(ctx)
  return unknown + (await removePastWorkLists(ctx))
}
