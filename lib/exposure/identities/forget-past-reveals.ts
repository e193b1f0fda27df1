import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../core/context.ts"

const LOOK_EVERY_MS = 60 * 60_000
/** So long after its end a reveal can still be seen in the database, for whoever looks into what just happened. */
const KEPT_MS = 24 * 60 * 60_000

/** Deletes reveals that ended a day ago or earlier, with the accounts that they name: the trail has who revealed whom. */
export async function forgetPastReveals(ctx: SystemContext): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEPT_MS)
  const { count } = await ctx.ledger((tx) => tx.reveal.deleteMany({ where: { expiresAt: { lt: before } } }))
  return count
}

/** The same each hour, until it is told to stop. A database that is away is asked again in an hour. */
export async function keepForgettingReveals(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await forgetPastReveals(ctx).catch(() => 0)
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}
