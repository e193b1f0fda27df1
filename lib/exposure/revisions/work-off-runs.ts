import type { SystemContext } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import type { StartAttempt } from "./attempt.ts"
import { attendRun } from "./attend-run.ts"
import { claimRun } from "./claim-run.ts"
import { reapRun } from "./reap-run.ts"

const IDLE_MS = 500

/**
 * Works off the runs that wait, one after the other, until it is told to stop: then the run that it has goes back to
 * those that wait. A database that is away is waited for.
 */
export async function workOffRuns(
  ctx: SystemContext,
  workerId: string,
  startAttempt: StartAttempt,
  signal: AbortSignal,
): Promise<void> {
  const round = async () => {
    while (await reapRun(ctx));
    const run = await claimRun(ctx, workerId)
    if (run) await attendRun(ctx, { ...run, workerId }, startAttempt, signal)
    return run ? 1 : 0
  }
  await keepMakingRounds(ctx, round, IDLE_MS, signal)
}
