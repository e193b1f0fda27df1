import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../core/context.ts"
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
  let told = ""
  while (!signal.aborted) {
    try {
      while (await reapRun(ctx));
      const run = await claimRun(ctx, workerId)
      told = ""
      if (run) await attendRun(ctx, { ...run, workerId }, startAttempt, signal)
      else await pause(signal)
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
