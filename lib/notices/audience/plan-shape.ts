import type { Jurisdiction, LetterGroup, LetterLocale, Part } from "../../core/letters.ts"
import type { ListFault } from "../letters/lint/reader-faults.ts"
import type { Skip, Why } from "../settings.ts"

/** One cell of told × now. */
export interface PlanCell {
  /** The group that the last letter told; null: nothing was told. */
  told: LetterGroup | null
  now: LetterGroup
  people: number
  /**
   * Of these, those who are in no evidence any more: they were told once, and now stand as not affected. They count as
   * closed accounts.
   */
  gone: number
  /** The letter that they get; null: nothing is to be said. */
  part: Part | null
}

/** A part of the list: the letters of one kind, and who does not get theirs. */
export interface PlannedPart {
  part: Part
  /** Of the frozen list: the first row, and the one after the last. */
  fromRow: number
  toRow: number
  people: number
  /** Who is to get a letter. */
  letters: number
  skipped: Record<Skip, number>
  /** Of its people, those whose account is closed. */
  closed: number
  isTold: boolean
  why: Why
  basis: string
  notToldReason: string | null
}

/** What a frozen list holds, in numbers: kept in planned_run.plan. */
export interface NoticePlan {
  revision: number
  revisionId: string
  resultDigest: string
  matrix: PlanCell[]
  /** In sending order; parts that nobody is in are left out. */
  parts: PlannedPart[]
  /** Rows of the list; of these, those who are to get a letter. */
  people: number
  letters: number
  skipped: Record<Skip, number>
  closed: { people: number; letters: number }
  /** People whose address others of the list have too: each of them gets a letter of their own. */
  sharing: number
  variants: { variant: string; part: Part; letters: number }[]
  /** What letters would tell their readers wrongly, of every row of the list. */
  readerFaults: ListFault[]
  locales: Record<LetterLocale, number>
  jurisdictions: Record<Jurisdiction, number>
  /** The earlier runs from which it is known what people were told. */
  toldBy: { runId: string; number: number; state: string }[]
  /** The holds of authorities that stood when the list was made. */
  holds: string[]
  /** The places that these are about: whose own place is not known may be one of theirs. */
  heldPlaces: string[]
  /** What people had written for the letters when those of the run were made, as a digest; absent until then. */
  writtenDigest?: string
}
