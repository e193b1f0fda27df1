import { createHash } from "node:crypto"
import type { Relation } from "../../evidence/schemas.ts"
import { relations } from "../../evidence/schemas.ts"
import { instantText } from "../../exposure/summary.ts"
import { openGaps, silentSources } from "./coverage.ts"
import type { Carried, Found, LogFound, Reference, Verdict } from "./found.ts"
import type { WatchedFound } from "./read-watched.ts"
import { judge } from "./rules.ts"
import { besideLog } from "./same-hours.ts"
import { capitalised } from "./words.ts"

/** So many points has a curve at most; a longer one is gathered by several minutes. */
const POINTS_MAX = 600
const NEWEST_INPUTS_MAX = 20

interface Concluded {
  verdict: Verdict
  /** Up to which instant the log tells. */
  upTo: Date | null
  found: Found
  carried: Carried
}

interface Before {
  since: Date
  everyS: number
  reference: Reference
  /** What the reading before left; null for the first. */
  carried: Carried | null
  tookMs: number
}

/** What a reading of the log comes to, and what it leaves to the next. */
export function concludeReading(
  { log, files }: WatchedFound,
  { since, everyS, reference, carried, tookMs }: Before,
): Concluded {
  const gaps = openGaps(log, reference)
  const silent = silentSources(log, reference, everyS)
  const baseline = reference.baseline ? besideLog(log, reference.baseline) : null
  const misbound = byRelation(log)
  const upTo =
    log.sources
      .flatMap(({ lastAt }) => lastAt ?? [])
      .sort()
      .at(-1) ?? null
  const isBeingWritten = files.some(({ kind }) => kind === "being_written")
  const read = new Set([...log.inputs.map(({ path }) => path), ...files.map(({ file }) => file)])
  const judged = judge({
    now: Date.parse(log.to),
    since: since.getTime(),
    everyS,
    upTo: upTo === null ? null : Date.parse(upTo),
    relations: log.relations,
    reads: log.reads,
    misbound,
    incident: reference.incident,
    baseline,
    baselineMissing: reference.baselineMissing,
    gaps,
    silent,
    files,
    future: log.future,
    // A file that is being written again is not read, and what it held is not lost.
    lostRows: isBeingWritten ? 0 : lostRows(log, carried),
    filesGone: (carried?.files ?? []).filter((name) => !read.has(name)),
    undecidedShare: undecidedShare(log.rows),
  })
  const found: Found = {
    sentence: judged.sentence,
    reasons: judged.reasons,
    notes: judged.notes,
    since: since.toISOString(),
    readAt: log.to,
    tookMs,
    log: {
      relations: log.relations,
      rows: log.rows,
      reads: log.reads,
      misbound,
      misboundInScope: judged.inScope,
      expected: judged.expected,
      curve: curveOf(log),
      coverage: coverageOf(log),
      sources: log.sources,
      gaps,
      files: [...files],
      inputs: inputsOf(log),
      baseline,
    },
  }
  return {
    verdict: judged.verdict,
    upTo: upTo === null ? null : new Date(upTo),
    found,
    carried: carry(log, reference, carried),
  }
}

/** The share of rows since the action of which the rules cannot say whose footage went to whom. */
export function undecidedShare(
  rows: Pick<
    LogFound["rows"],
    "read" | "ignored" | "out_of_window" | "malformed" | "unattributed" | "unresolved"
  >,
): number {
  const told = rows.read - rows.ignored - rows.out_of_window
  return told > 0 ? (rows.malformed + rows.unattributed + rows.unresolved) / told : 0
}

function byRelation({ misbound }: LogFound): Record<Relation, number> {
  const counts = Object.fromEntries(relations.map((one) => [one, 0])) as Record<Relation, number>
  for (const { relation, events } of misbound) counts[relation] += events
  return counts
}

function stepOf({ minutes }: LogFound): number {
  return Math.max(1, Math.ceil(minutes.reads.length / POINTS_MAX))
}

function gathered(counts: readonly number[], step: number): number[] {
  const sums = new Array<number>(Math.ceil(counts.length / step)).fill(0)
  for (const [index, count] of counts.entries()) sums[Math.floor(index / step)]! += count
  return sums
}

function curveOf(log: LogFound) {
  const { first, reads } = log.minutes
  const step = stepOf(log)
  const inScope = new Array<number>(reads.length).fill(0)
  const outOfScope = new Array<number>(reads.length).fill(0)
  for (const { minute, relation, events } of log.misbound)
    (log.relations.includes(relation) ? inScope : outOfScope)[minute - first]! += events
  return {
    first,
    minutesPerPoint: step,
    reads: gathered(reads, step),
    inScope: gathered(inScope, step),
    outOfScope: gathered(outOfScope, step),
  }
}

function coverageOf(log: LogFound) {
  const step = stepOf(log)
  const sources = Object.entries(log.minutes.rows).map(([name, rows]) => [name, gathered(rows, step)])
  return { minutesPerPoint: step, sources: Object.fromEntries(sources) as Record<string, number[]> }
}

function inputsOf({ inputs }: LogFound) {
  const hash = createHash("sha256")
  for (const { source, path, bytes, sha256 } of [...inputs].sort((a, b) => (a.path < b.path ? -1 : 1)))
    hash.update(`${source}\0${path}\0${bytes}\0${sha256}\n`)
  return {
    files: inputs.length,
    bytes: inputs.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: hash.digest("hex"),
    newest: inputs.slice(-NEWEST_INPUTS_MAX),
  }
}

/** Rows that a minute had before and has no more. */
function lostRows({ minutes }: LogFound, carried: Carried | null): number {
  if (!carried) return 0
  let lost = 0
  for (const [source, before] of Object.entries(carried.rows)) {
    for (const [index, count] of before.entries())
      lost += Math.max(0, count - (minutes.rows[source]?.[carried.first + index - minutes.first] ?? 0))
  }
  return lost
}

function carry(log: LogFound, reference: Reference, before: Carried | null): Carried {
  const { first } = log.minutes
  const rows = Object.entries(log.minutes.rows).map(([source, counts]) => {
    const known = before?.rows[source] ?? []
    return [source, counts.map((count, index) => Math.max(count, known[index] ?? 0))]
  })
  const files = new Set([...(before?.files ?? []), ...log.inputs.map(({ path }) => path)])
  return { reference, files: [...files], first, rows: Object.fromEntries(rows) as Carried["rows"] }
}

/** A reading that found nothing to read: never silence, but a reading that says why. */
export function unreadable(reason: string, since: Date, now: Date, tookMs: number): Found {
  return {
    sentence: `It cannot be told whether the action works. ${capitalised(reason)}`,
    reasons: [reason],
    notes: [],
    since: since.toISOString(),
    readAt: instantText(BigInt(now.getTime()) * 1000n),
    tookMs,
    log: null,
  }
}
