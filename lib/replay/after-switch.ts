import { fridayWorld } from "./friday.ts"
import type { PlanOptions } from "./plan.ts"
import { openWorkshop, type WrittenTable } from "./workshop.ts"
import { buildLaterWorld } from "./world.ts"

export interface LogAfterSwitch extends PlanOptions {
  /** Where the log goes on: a file a minute, called by the minute. Files of other minutes stay. */
  out: string
  /** When the action took effect; the first file begins there. */
  from: Date
  /** Up to this instant, whole minutes only. */
  to: Date
  /** Minutes before this one are not written again. */
  after?: Date
  /** Reads a minute by people who may; requests that were denied, services and nameless ones come beside. */
  perMinute?: number
  /** Reads of strangers' cameras: so many a minute from an instant on, as if the action did not help. */
  leaks?: { from: Date; perMinute: number }
}

const MINUTE_MS = 60_000
/** A month: in so many minutes no read comes twice. */
const MINUTES = 31 * 24 * 60

/**
 * Writes how the log of the drill `friday` goes on after a containment action: the same people and cameras, the same seed,
 * ordinary traffic, and leaks where they are asked for. Gives the paths of the files.
 */
export async function writeLogAfterSwitch(options: LogAfterSwitch): Promise<string[]> {
  const { out, from, to, after = from, perMinute = 600, leaks } = options
  const workshop = await openWorkshop(out)
  try {
    await workshop.setVariables({ after_from_us: from.getTime() * 1_000 })
    await buildLaterWorld(workshop, fridayWorld(options), { from, reads: perMinute * MINUTES })
    await workshop.script("after-switch")
    const tables: WrittenTable[] = []
    const last = Math.floor((to.getTime() - from.getTime()) / MINUTE_MS)
    for (let minute = Math.ceil((after.getTime() - from.getTime()) / MINUTE_MS); minute < last; minute++) {
      const at = new Date(from.getTime() + minute * MINUTE_MS)
      const leaked = leaks && at >= leaks.from ? leaks.perMinute : 0
      const name = at.toISOString().slice(0, 19).replaceAll(":", "")
      tables.push({
        path: `access-${name}Z.ndjson.gz`,
        select: `from after_lines(${minute}, ${MINUTES}, ${leaked})`,
      })
    }
    return await workshop.writeTables(tables, () => {})
  } finally {
    await workshop.close()
  }
}
