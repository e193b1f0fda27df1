import type { ReadOnlyDb } from "../../core/context.ts"

/** Real subjects that were looked at afterwards. */
export interface SampleCounts {
  /** So many have to be inspected. */
  needed: number
  inspected: number
  /** Of those, with something from before the cut-off that should be dead. */
  survivors: number
  /** With something that dies by expiring alone. */
  expiring: number
  unseen: number
}

const SHARE = 0.01
const SAMPLE_MIN = 100

/** What was found so far of those who were looked at, where so many were ended or will be. */
export async function sampleCounts(
  db: Pick<ReadOnlyDb, "logoutSample">,
  runId: string,
  ended: number,
): Promise<SampleCounts> {
  const groups = await db.logoutSample.groupBy({
    by: ["survivors", "expiring"],
    where: { runId },
    _count: { _all: true },
  })
  const counts: SampleCounts = { needed: 0, inspected: 0, survivors: 0, expiring: 0, unseen: 0 }
  for (const { survivors, expiring, _count } of groups) {
    counts[survivors === null ? "unseen" : "inspected"] += _count._all
    if (survivors) counts.survivors += _count._all
    if (expiring) counts.expiring += _count._all
  }
  return { ...counts, needed: sampleNeeded(ended) }
}

/** Of the subjects that were ended so many are inspected at least: a share of all, and never fewer than a hundred. */
function sampleNeeded(ended: number): number {
  return Math.min(ended, Math.max(SAMPLE_MIN, Math.ceil(SHARE * ended)))
}
