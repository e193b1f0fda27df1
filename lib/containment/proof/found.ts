import type { Input } from "../../evidence/reading/part.ts"
import type { Relation } from "../../evidence/schemas.ts"
import type { RowCounts } from "../../exposure/count.ts"

/** What a reading comes to: proved, disproved, or neither. */
export const verdicts = ["clean", "misbound", "cannot_tell"] as const
export type Verdict = (typeof verdicts)[number]

/** A stretch in which a source's log is incomplete, or seems so; instants are ISO 8601 in UTC. */
export interface OpenGap {
  from: string
  to: string
  /** Null: all of them. */
  source: string | null
  /** Rows that were to be expected in it; null where a person declared it. */
  expected: number | null
  reason: string | null
}

/** Something about a file of the log that was not simply read. */
export interface FileNote {
  file: string
  kind: "half_line" | "being_written" | "damaged" | "unreadable"
  words: string
}

/** Rows of one source of the log. */
export interface SourceFound {
  name: string
  files: number
  rows: number
  firstAt: string | null
  lastAt: string | null
}

/** Misbound events of one minute and relation, each counted once. */
export interface MisboundMinute {
  minute: number
  relation: Relation
  events: number
}

/** What was found in a log between two instants; minutes are counted since 1970 UTC. */
export interface LogFound {
  from: string
  to: string
  relations: Relation[]
  rows: RowCounts
  /** Legitimate and misbound rows: those that reached the question whose footage it is. */
  reads: number
  /** By minute from the first; `rows` of any disposition but malformed, by source. */
  minutes: { first: number; reads: number[]; rows: Record<string, number[]> }
  misbound: MisboundMinute[]
  sources: SourceFound[]
  /** Rows dated after the reading. */
  future: { rows: number; lastAt: string | null }
  /** Declared in the incident file, or found by its rules for gaps. */
  gaps: OpenGap[]
  /** Gaps that a person judged to be none. */
  dismissed: Pick<OpenGap, "from" | "to" | "source">[]
  inputs: Input[]
}

/** What an ordinary stretch and the incident itself came to: what a zero is held against. */
export interface Reference {
  /** Null where the incident file names none, or where it cannot be read any more, with why. */
  baseline: Pick<LogFound, "from" | "to" | "reads" | "minutes" | "misbound"> | null
  baselineMissing: string | null
  /** Misbound events in scope and reads of the window that the revision classified; null where it does not tell. */
  incident: { misbound: number; reads: number; undecidedShare: number } | null
}

/** What one reading leaves to the next. */
export interface Carried {
  reference: Reference | null
  /** Files that were read, and the most rows that a minute ever had, by source. */
  files: string[]
  first: number
  rows: Record<string, number[]>
}

/** The ordinary day beside the curve. */
export interface BaselineBeside {
  from: string
  to: string
  /** Whether the same hours of the day were taken; otherwise all of it. */
  isSameHours: boolean
  minutes: number
  reads: number
  misbound: number
  /** Misbound events in scope an hour. */
  misboundPerHour: number
  readsPerHour: number
}

/** `found` of a WatchReading. */
export interface Found {
  sentence: string
  reasons: string[]
  notes: string[]
  since: string
  readAt: string
  tookMs: number
  /** Null where the log could not be read at all. */
  log: {
    relations: Relation[]
    rows: RowCounts
    reads: number
    misbound: Record<Relation, number>
    misboundInScope: number
    /** How many misbound events the incident's own rate would have made of so many reads; null where it is not known. */
    expected: number | null
    curve: {
      first: number
      minutesPerPoint: number
      reads: number[]
      inScope: number[]
      outOfScope: number[]
    }
    coverage: { minutesPerPoint: number; sources: Record<string, number[]> }
    sources: SourceFound[]
    gaps: OpenGap[]
    files: FileNote[]
    inputs: { files: number; bytes: number; sha256: string; newest: Input[] }
    baseline: BaselineBeside | null
  } | null
}
