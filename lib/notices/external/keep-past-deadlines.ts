import type { SystemContext } from "../../core/context.ts"
import { endPastDeadlines } from "../../runs/end-past-deadlines.ts"
import { keepMakingRounds } from "../keep-making-rounds.ts"

const IDLE_MS = 30_000

/** Sees to deadlines of handed out letters until it is told to stop. Any number of workers may do so. */
export async function keepPastDeadlines(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  await keepMakingRounds(ctx, () => endPastDeadlines(ctx), IDLE_MS, signal)
}
