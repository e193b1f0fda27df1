import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { type ClaimedWatch, claimWatch, LEASE_S, releaseWatch, renewWatch } from "./claim-watch.ts"
import { makeReading } from "./make-reading.ts"
import { settleReading } from "./settle-reading.ts"

const IDLE_MS = 1_000
const RENEW_MS = (LEASE_S * 1_000) / 3

/**
 * Reads the logs that are watched whenever they are due, one at a time, until it is told to stop; any number of workers
 * may. A reading under way is then given back unread.
 */
export async function keepWatching(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  const round = async () => ((await readDue(ctx, randomUUID(), signal)) ? 1 : 0)
  await keepMakingRounds(ctx, round, IDLE_MS, signal)
}

/** Makes the reading that is due longest; false where none is due. */
export async function readDue(ctx: SystemContext, readerId: string, signal?: AbortSignal): Promise<boolean> {
  const claimed = await claimWatch(ctx, readerId)
  if (claimed === null) return false
  const done = new AbortController()
  const over = signal ? AbortSignal.any([signal, done.signal]) : done.signal
  try {
    const outcome = await Promise.race([makeReading(ctx, claimed), givenUp(ctx, claimed, over)])
    if (outcome === null) await releaseWatch(ctx, claimed)
    else await settleReading(ctx, claimed, outcome)
  } finally {
    done.abort()
  }
  return true
}

/** Keeps the watch for its reader while the reading goes on; settles when it is over, or when somebody else has it. */
async function givenUp(ctx: SystemContext, claimed: ClaimedWatch, over: AbortSignal): Promise<null> {
  for (;;) {
    await wait(RENEW_MS, undefined, { signal: over }).catch(() => {})
    // A database that is away for a moment is no reason to stop: whoever writes the reading must still have the watch.
    if (over.aborted || !(await renewWatch(ctx, claimed).catch(() => true))) return null
  }
}
