import { instantText } from "../../exposure/summary.ts"
import type { LogFound, OpenGap, Reference, SourceFound } from "./found.ts"
import { silentMsMax } from "./rules.ts"
import { sameMinutes } from "./same-hours.ts"

/** As in the contract: silence says something where so many rows were to be expected. */
const EXPECTED_ROWS_MIN = 50
/** By the ordinary day's rate alone only so long a silence counts: after a switch there may rightly be less to log. */
const MINUTES_BY_BASELINE_MIN = 5
/** A source without a row for long is missed from so many expected rows on. */
const SILENT_ROWS_MIN = 10
const MINUTE_MS = 60_000

type Rates = { own: number; ordinary: number }

/**
 * The stretches in which the log is incomplete or silent although rows were to be expected: what the incident file's rules
 * find, and whole minutes without a row. What lies behind a source's last row is no gap but how far the log reaches.
 */
export function openGaps(log: LogFound, reference: Reference | null): OpenGap[] {
  const known = log.gaps.filter(({ to, reason }) => reason !== null || to !== log.to)
  const empty = log.sources.flatMap((source) => emptyStretches(log, source, ratesOf(log, source, reference)))
  const fresh = empty.filter(
    (gap) =>
      ![...known, ...log.dismissed].some(
        (one) => (one.source ?? gap.source) === gap.source && one.from < gap.to && gap.from < one.to,
      ),
  )
  return [...known, ...fresh].sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** Sources that have no row at all since the action, or none any more although their rate makes some expected. */
export function silentSources(log: LogFound, reference: Reference | null, everyS: number): SourceFound[] {
  return log.sources.filter((source) => {
    if (source.lastAt === null) return true
    const silentMs = Date.parse(log.to) - Date.parse(source.lastAt)
    const { own, ordinary } = ratesOf(log, source, reference)
    const expected = (Math.max(own, ordinary) * silentMs) / MINUTE_MS
    return silentMs > silentMsMax(everyS) && expected >= SILENT_ROWS_MIN
  })
}

/** Rows a minute of a source: as it wrote so far, and on the ordinary day. */
function ratesOf(log: LogFound, { name, rows, lastAt }: SourceFound, reference: Reference | null): Rates {
  const minutes = lastAt === null ? 0 : (Date.parse(lastAt) - Date.parse(log.from)) / MINUTE_MS
  const baseline = reference?.baseline
  const same = baseline ? sameMinutes(log, baseline) : null
  const ordinary = baseline?.minutes.rows[name]
  const counted = same && ordinary ? same.indexes.reduce((sum, index) => sum + (ordinary[index] ?? 0), 0) : 0
  return {
    own: minutes > 0 ? rows / minutes : 0,
    ordinary: same && same.indexes.length > 0 ? counted / same.indexes.length : 0,
  }
}

function emptyStretches(log: LogFound, source: SourceFound, rates: Rates): OpenGap[] {
  const rows = log.minutes.rows[source.name] ?? []
  if (source.lastAt === null) return []
  const gaps: OpenGap[] = []
  let begin: number | null = null
  for (const [index, count] of rows.entries()) {
    if (count === 0) {
      begin ??= index
      continue
    }
    const gap = begin === null ? null : gapBetween(log, source.name, begin, index, rates)
    if (gap) gaps.push(gap)
    begin = null
  }
  return gaps
}

function gapBetween(log: LogFound, source: string, begin: number, end: number, rates: Rates): OpenGap | null {
  const at = (index: number) => BigInt(log.minutes.first + index) * 60_000_000n
  const from = Math.max(Number(at(begin) / 1000n), Date.parse(log.from))
  const minutes = (Number(at(end) / 1000n) - from) / MINUTE_MS
  const rate = minutes >= MINUTES_BY_BASELINE_MIN ? Math.max(rates.own, rates.ordinary) : rates.own
  const expected = rate * minutes
  if (expected < EXPECTED_ROWS_MIN) return null
  return { from: instantText(BigInt(from) * 1000n), to: instantText(at(end)), source, expected, reason: null }
}
