import type { BaselineBeside, LogFound, Reference } from "./found.ts"

const DAY_MINUTES = 1440
type Baseline = NonNullable<Reference["baseline"]>

/** The minutes of an ordinary stretch (by their place in it) that are the same of the day as those of a log. */
export function sameMinutes(
  log: Pick<LogFound, "minutes">,
  baseline: Pick<Baseline, "minutes">,
): { indexes: number[]; isSameHours: boolean } {
  const size = log.minutes.reads.length
  const begin = log.minutes.first % DAY_MINUTES
  const all = [...baseline.minutes.reads.keys()]
  const same = all.filter((index) => {
    const minute = (((baseline.minutes.first + index) % DAY_MINUTES) - begin + DAY_MINUTES) % DAY_MINUTES
    return minute < size
  })
  return same.length > 0 ? { indexes: same, isSameHours: true } : { indexes: all, isSameHours: false }
}

/** The ordinary day beside a log: its same hours, or all of it where it has none of these. */
export function besideLog(log: LogFound, baseline: Baseline): BaselineBeside {
  const { indexes, isSameHours } = sameMinutes(log, baseline)
  const chosen = new Set(indexes)
  const reads = indexes.reduce((sum, index) => sum + (baseline.minutes.reads[index] ?? 0), 0)
  const misbound = baseline.misbound
    .filter(
      ({ minute, relation }) =>
        chosen.has(minute - baseline.minutes.first) && log.relations.includes(relation),
    )
    .reduce((sum, { events }) => sum + events, 0)
  const hours = indexes.length / 60
  return {
    from: baseline.from,
    to: baseline.to,
    isSameHours,
    minutes: indexes.length,
    reads,
    misbound,
    misboundPerHour: hours > 0 ? misbound / hours : 0,
    readsPerHour: hours > 0 ? reads / hours : 0,
  }
}
