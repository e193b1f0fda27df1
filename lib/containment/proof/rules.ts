import { figure } from "../../core/figure.ts"
import type { Relation } from "../../evidence/schemas.ts"
import type { BaselineBeside, FileNote, OpenGap, Reference, SourceFound, Verdict } from "./found.ts"
import { capitalised, clockOf, inWords, perThousand, rateOf, viewersOf } from "./words.ts"

/** Everything that a verdict rests on; instants are milliseconds since 1970. */
export interface Facts {
  now: number
  since: number
  everyS: number
  /** The last row of the log; null: there is none since the action. */
  upTo: number | null
  relations: readonly Relation[]
  reads: number
  /** By relation, of all relations. */
  misbound: Readonly<Record<Relation, number>>
  incident: Reference["incident"]
  baseline: BaselineBeside | null
  baselineMissing: string | null
  gaps: readonly OpenGap[]
  /** Sources that say nothing although they should. */
  silent: readonly SourceFound[]
  files: readonly FileNote[]
  future: { rows: number; lastAt: string | null }
  /** Rows that an earlier reading saw and this one does not. */
  lostRows: number
  filesGone: readonly string[]
  /** The share of the rows since the action of which the rules cannot say whose footage went to whom. */
  undecidedShare: number
}

export interface Judgement {
  verdict: Verdict
  /** One sentence in which every number has its unit. */
  sentence: string
  /** Why nothing can be told, or what is doubtful besides; empty for a clean log. */
  reasons: string[]
  notes: string[]
  inScope: number
  expected: number | null
}

/** With three expected, none at all comes by chance once in twenty times. */
export const EXPECTED_MIN = 3
/** A reading tells of now when the log reaches within so many readings of it. */
const READINGS_BEHIND_MAX = 3
/** Clocks a minute apart are ordinary. */
const AHEAD_MS_MAX = 60_000
const UNDECIDED_SHARE_MAX = 0.01
/** So much more than of the incident's own log may be undecided. */
const UNDECIDED_BEYOND_INCIDENT = 1.5
/** However bad the incident's own log was: a log most of whose rows tell nothing shows nobody to be clean. */
const UNDECIDED_SHARE_EVER = 0.5

/** How long a log, or a source of it, may say nothing. */
export function silentMsMax(everyS: number): number {
  return READINGS_BEHIND_MAX * everyS * 1000
}

/**
 * Says whether the action works: `clean` only where nothing in scope was misbound among so many reads that this means
 * something, in a log without an open gap that reaches to now; `misbound` as soon as anything was; else that it cannot be
 * told, with each reason.
 */
export function judge(facts: Facts): Judgement {
  const inScope = facts.relations.reduce((sum, one) => sum + facts.misbound[one], 0)
  const expected = expectedOf(facts)
  const reasons = [
    ...reasonsOfReach(facts),
    ...reasonsOfCoverage(facts),
    ...reasonsOfRows(facts),
    ...(inScope === 0 ? reasonsOfNumber(facts, expected) : []),
  ]
  const verdict: Verdict = inScope > 0 ? "misbound" : reasons.length === 0 ? "clean" : "cannot_tell"
  const notes = notesOf(facts, expected)
  return {
    verdict,
    sentence: sentenceOf(facts, verdict, inScope, reasons),
    reasons,
    notes,
    inScope,
    expected,
  }
}

function expectedOf({ incident, reads }: Facts): number | null {
  return incident && incident.reads > 0 ? (incident.misbound / incident.reads) * reads : null
}

function reasonsOfReach({ now, since, everyS, upTo }: Facts): string[] {
  if (upTo === null) return [`The log has no row since ${clockOf(since)}`]
  const behind = now - upTo
  if (behind <= silentMsMax(everyS)) return []
  const minutes = Math.floor(behind / 60_000)
  return [
    `The log reaches only to ${clockOf(upTo)}, ${figure(minutes)} ${minutes === 1 ? "minute" : "minutes"} before this reading`,
  ]
}

function reasonsOfCoverage({ gaps, silent, upTo }: Facts): string[] {
  const quiet = silent.map(({ name, lastAt }) =>
    lastAt === null
      ? `The source ${name} has no row since the action`
      : `The source ${name} is silent since ${clockOf(Date.parse(lastAt))}`,
  )
  return [...gaps.map(gapWords), ...(upTo === null ? [] : quiet)]
}

function gapWords({ from, to, source, expected, reason }: OpenGap): string {
  const whose = source === null ? "The log" : `The source ${source}`
  const stretch = `from ${clockOf(Date.parse(from))} to ${clockOf(Date.parse(to))}`
  if (reason !== null) return `${whose} is incomplete ${stretch}: ${reason}`
  const of = expected === null ? "" : `, where about ${figure(Math.round(expected))} were to be expected`
  return `${whose} has no row ${stretch}${of}`
}

function reasonsOfRows(facts: Facts): string[] {
  const { files, future, now, lostRows, filesGone, undecidedShare, incident } = facts
  const reasons = files
    .filter(({ kind }) => kind === "damaged" || kind === "unreadable")
    .map(({ words }) => `A file is left out: ${words}`)
  if (lostRows > 0) {
    const gone = filesGone.length > 0 ? ` (gone: ${inWords(filesGone.slice(0, 5))})` : ""
    reasons.push(
      `${figure(lostRows)} ${lostRows === 1 ? "row" : "rows"} that an earlier reading saw are not there any more${gone}`,
    )
  }
  if (future.lastAt !== null && Date.parse(future.lastAt) - now > AHEAD_MS_MAX)
    reasons.push(
      `${figure(future.rows)} ${future.rows === 1 ? "row is" : "rows are"} dated after this reading, up to ${clockOf(Date.parse(future.lastAt))}: with a clock that is wrong nobody knows which rows came after the action`,
    )
  if (undecidedShare > undecidedMax(incident))
    reasons.push(
      `${rateOf(undecidedShare * 100)} % of the rows since the action are malformed, name no viewer or show footage without a known owner`,
    )
  return reasons
}

function undecidedMax(incident: Facts["incident"]): number {
  const likeThen = UNDECIDED_BEYOND_INCIDENT * (incident?.undecidedShare ?? 0)
  return Math.min(UNDECIDED_SHARE_EVER, Math.max(UNDECIDED_SHARE_MAX, likeThen))
}

function reasonsOfNumber({ reads, incident, upTo }: Facts, expected: number | null): string[] {
  if (upTo === null) return []
  if (reads === 0) return ["The log shows no read since the action, so nothing could have been misbound"]
  if (expected === null || incident === null || incident.misbound === 0)
    return [
      "The incident's own rate of misbound events is not known, so nobody knows what none of them means",
    ]
  if (expected >= EXPECTED_MIN) return []
  return [
    `${figure(reads)} ${reads === 1 ? "read is" : "reads are"} too few: at the incident's own rate of ${perThousand(incident)} misbound events per 1,000 reads ${rateOf(expected)} would be expected, and it takes ${EXPECTED_MIN}`,
  ]
}

function notesOf(facts: Facts, expected: number | null): string[] {
  const { incident, files, filesGone, lostRows, baselineMissing } = facts
  const notes: string[] = []
  if (expected !== null && incident !== null && expected >= EXPECTED_MIN)
    notes.push(
      `At the incident's own rate of ${perThousand(incident)} misbound events per 1,000 reads, ${rateOf(expected)} would have been expected of ${figure(facts.reads)} reads`,
    )
  if (baselineMissing !== null) notes.push(baselineMissing)
  notes.push(
    ...files.filter(({ kind }) => kind === "half_line" || kind === "being_written").map(({ words }) => words),
  )
  if (filesGone.length > 0 && lostRows === 0)
    notes.push(
      `Files of an earlier reading are gone, their rows are not: ${inWords(filesGone.slice(0, 5))}${filesGone.length > 5 ? " and others" : ""}`,
    )
  return notes
}

function sentenceOf(facts: Facts, verdict: Verdict, inScope: number, reasons: readonly string[]): string {
  const { relations, reads, since, baseline, gaps, upTo } = facts
  const found = relations.filter((one) => facts.misbound[one] > 0)
  const parts = found.map((one) => `${figure(facts.misbound[one])} by ${viewersOf(one, facts.misbound[one])}`)
  const whose = capitalised(inWords(relations.map((one) => viewersOf(one, 2))))
  const count = `${whose}: ${figure(inScope)} of ${figure(reads)} ${reads === 1 ? "read" : "reads"} since ${clockOf(since)}`
  const until = upTo === null ? "" : ` up to ${clockOf(upTo)}`
  const which = inScope > 0 && relations.length > 1 ? ` (${inWords(parts)})` : ""
  const beside = baseline
    ? `; ordinary day: ${rateOf(baseline.misboundPerHour)} an hour${baseline.isSameHours ? " in the same hours" : ""}`
    : "; no ordinary day to compare with"
  const open =
    gaps.length === 0 ? "no open gap" : `${figure(gaps.length)} open ${gaps.length === 1 ? "gap" : "gaps"}`
  const text = `${count}${until}${which}${beside}; ${open}`
  if (verdict !== "cannot_tell") return text
  const more = reasons.length > 1 ? ` (and ${figure(reasons.length - 1)} more)` : ""
  return `It cannot be told whether the action works. ${reasons[0]}${more}. ${text}`
}
