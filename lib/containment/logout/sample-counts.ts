import type { ReadOnlyDb } from "../../core/context.ts"
import type { StateCounts } from "../../runs/rules.ts"

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

/** What was found so far of those who were looked at, of a run whose items are in these states. */
export async function sampleCounts(
  db: Pick<ReadOnlyDb, "logoutSample">,
  runId: string,
  { accepted, verified, queued, deferred, sending }: StateCounts,
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
  // What is still to be ended will be among whom they are drawn from.
  return { ...counts, needed: sampleNeeded(accepted + verified + queued + deferred + sending) }
}

/** Of the subjects that were ended so many are inspected at least: a share of all, and never fewer than a hundred. */
function sampleNeeded(ended: number): number {
  return Math.min(ended, Math.max(SAMPLE_MIN, Math.ceil(SHARE * ended)))
}
