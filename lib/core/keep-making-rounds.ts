import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../core/context.ts"

/**
 * Makes one round after the other until it is told to stop, with a pause where there was nothing to do. What fails is
 * told once and tried again: no message and no database that is away ends it.
 */
export async function keepMakingRounds(
  ctx: Pick<SystemContext, "log">,
  round: () => Promise<number>,
  idleMs: number,
  signal: AbortSignal,
): Promise<void> {
  let told = ""
  while (!signal.aborted) {
    const done = await round().catch((error: unknown) => {
      const reason = String(error)
      if (reason !== told) ctx.log.warn("worker.waits", { error })
      told = reason
      return null
    })
    if (done !== null) told = ""
    if (!done) await wait(idleMs, undefined, { signal }).catch(() => {})
  }
}
