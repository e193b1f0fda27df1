import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "./context.ts"

/** What waits in a table, and what is done with each. */
export interface WorkingOff<T> {
  /** Takes up to so many that are due, for this worker alone. */
  claim(countMax: number): Promise<T[]>
  work(one: T): Promise<void>
  atOnceMax: number
  /** The pause where nothing was due. */
  idleMs: number
}

/**
 * Works off what is due, several at once, until it is told to stop; then what is under way comes to its end. A slow one
 * holds up no other while there is room, and what fails is told once.
 */
export async function keepWorkingOff<T>(
  ctx: Pick<SystemContext, "log">,
  { claim, work, atOnceMax, idleMs }: WorkingOff<T>,
  signal: AbortSignal,
): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let told = ""
  const tell = (error: unknown) => {
    const reason = String(error)
    if (reason !== told) ctx.log.warn("worker.waits", { error })
    told = reason
  }
  while (!signal.aborted) {
    const claimed = await claim(atOnceMax - underWay.size).catch((error: unknown) => {
      tell(error)
      return []
    })
    for (const one of claimed) {
      const working: Promise<void> = work(one)
        .catch(tell)
        .finally(() => underWay.delete(working))
      underWay.add(working)
    }
    if (claimed.length === 0) await wait(idleMs, undefined, { signal }).catch(() => {})
    else if (underWay.size >= atOnceMax) await Promise.race(underWay)
  }
  await Promise.all(underWay)
}
