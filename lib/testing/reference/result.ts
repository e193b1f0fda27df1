import type { Disposition, Grade, Group, Relation } from "./model.ts"

// What section 3 writes, as plain objects. Instants are microseconds since 1970; absent is null.

export type PersonRow = {
  account_id: string
  owner_grade: Grade | null
  viewer_grade: Grade | null
  owner_grade_upper: Grade | null
  viewer_grade_upper: Grade | null
  group: Group
  owner_exposures: number
  viewer_exposures: number
  viewers: number
  owners: number
  devices: number
  first_at: bigint | null
  last_at: bigint | null
  reachable: boolean
}

export type ExposureRow = {
  owner_id: string
  viewer_id: string | null
  device_id: string
  media_id: string | null
  recorded_at: bigint | null
  grade: Grade
  relation: Relation
  in_scope: boolean
  events: number
  first_at: bigint
  last_at: bigint
  event_ids: string[]
}

export type EvidenceRow = {
  event_id: string
  viewer_id: string | null
  true_device_id: string
  relation: Relation
  /** Several where rows equal in all that the contract compares stand in several sources: any may be kept. */
  sources: string[]
}

export type GradeCounts = { total: number; video: number; tapped: number; shown: number }
type GapKind = "declared" | "suspected" | "confirmed" | "dismissed"
/** `source` is null for a stretch that the incident file names: it names none. */
export type GapRow = { from: bigint; to: bigint; kind: GapKind; source: string | null }
export type ContextRow = { name: string; from: bigint; to: bigint; misbound: Record<Relation, number> }

export type ResultSummary = {
  rows: Record<Disposition | "read", number>
  viewer_conflicts: number
  mapping_conflicts: number
  footage_time_unknown: number
  tables: Record<string, { read: number; malformed: number }>
  owners: GradeCounts
  viewers: GradeCounts
  accounts: {
    total: number
    either: number
    either_upper: number
    unaffected: number
    unreachable: number
    groups: Record<Group, number>
  }
  exposures: { total: number; in_scope: number } & Record<Relation, number>
  context: ContextRow[]
  reports: { total: number; found: number }
  gaps: GapRow[]
  /** Code to count; a question is present only if its count is positive. */
  questions: Record<string, number>
}

export type EngineResult = {
  people: PersonRow[]
  exposures: ExposureRow[]
  evidence: EvidenceRow[]
  summary: ResultSummary
  /** Lines of rejects.ndjson per table, `access_log` included. */
  rejects: Record<string, number>
}

export type ReferenceResult = EngineResult & {
  /** Per source, one for each of its records in order. */
  dispositions: Disposition[][]
}
