import type { ReadOnlyDb } from "../core/context.ts"
import { itemStates, noCounts, type StateCounts } from "./rules.ts"

export interface RunCounts {
  states: StateCounts
  /** In the order in which they are worked off. */
  parts: Record<string, StateCounts>
}

const all = Object.fromEntries(itemStates.map((state) => [state, true])) as Record<keyof StateCounts, true>

/** How many items of a run are in each state, in all and by part, from its chunks' counters. */
export async function runCounts(db: Pick<ReadOnlyDb, "runChunk">, runId: string): Promise<RunCounts> {
  const sums = await db.runChunk.groupBy({
    by: ["part"],
    where: { runId },
    _sum: all,
    _min: { number: true },
    orderBy: { _min: { number: "asc" } },
  })
  const counts: RunCounts = { states: noCounts(), parts: {} }
  for (const { part, _sum } of sums) {
    const own = noCounts()
    for (const state of itemStates) {
      own[state] = _sum[state] ?? 0
      counts.states[state] += own[state]
    }
    counts.parts[part] = own
  }
  return counts
}
