import { mkdir } from "node:fs/promises"
import { setTimeout as wait } from "node:timers/promises"
import { writeLogAfterSwitch } from "../../lib/replay/after-switch.ts"

const MINUTE_MS = 60_000

/** Has the drill's log go on after the switch, a file a minute, until one is asked to end. */
export async function keepLogGrowing(
  out: string,
  from: Date,
  drill: { scale: number; seed: number },
  ending: AbortSignal,
): Promise<void> {
  await mkdir(out, { recursive: true })
  let after = from
  while (!ending.aborted) {
    const to = new Date()
    if (to.getTime() - after.getTime() >= MINUTE_MS) {
      await writeLogAfterSwitch({ out, from, to, after, ...drill })
      const minutes = Math.floor((to.getTime() - from.getTime()) / MINUTE_MS)
      after = new Date(from.getTime() + minutes * MINUTE_MS)
    }
    await wait(1_000, undefined, { signal: ending }).catch(() => {})
  }
}
