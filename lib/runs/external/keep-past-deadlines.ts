import type { SystemContext } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { endPastDeadlines } from "../end-past-deadlines.ts"
import type { ExternalKind } from "./external-kind.ts"
import { removePastLists } from "./remove-past-lists.ts"

const IDLE_MS = 30_000

/**
 * Sees to deadlines of what was handed out, and removes lists of a kind that nobody needs any more, until it is told to
 * stop. Any number of workers may do so.
 */
export async function keepPastDeadlines(
  ctx: SystemContext,
  kind: ExternalKind,
  signal: AbortSignal,
): Promise<void> {
  const makeRound = async () => (await endPastDeadlines(ctx)) + (await removePastLists(ctx, kind))
  await keepMakingRounds(ctx, makeRound, IDLE_MS, signal)
}
