import type { CoverageGap } from "../evidence/coverage.ts"
import type { Incident } from "../evidence/incident-file.ts"
import type { Input } from "../evidence/reading/part.ts"
import type { TableCounts } from "../evidence/reading/read-evidence.ts"
import { type Relation, relations } from "../evidence/schemas.ts"
import type { Classified } from "./classify.ts"
import type { ByRelation, Counts, RowCounts } from "./count.ts"
import { openQuestions, type Question } from "./questions.ts"

export interface ByGrade {
  total: number
  video: number
  tapped: number
  shown: number
}

/** `summary.json` of the evidence contract, section 3. */
export interface Summary {
  title: string
  window: Span
  product: { name: "tocsin"; version: string }
  inputs: Input[]
  rows: RowCounts
  viewer_conflicts: number
  mapping_conflicts: number
  footage_time_unknown: number
  tables: Record<string, TableCounts>
  /** Accounts by the worst of the exposures in which they are the owner, and the viewer. */
  owners: ByGrade
  viewers: ByGrade
  accounts: {
    total: number
    either: number
    either_upper: number
    unaffected: number
    unreachable: number
    groups: Record<string, number>
  }
  exposures: { total: number; in_scope: number } & ByRelation
  context: ({ name: string; misbound: ByRelation } & Span)[]
  reports: { total: number; found: number }
  gaps: (Span & { kind: string; source: string | null; reason: string | null })[]
  questions: Question[]
  rules: string
  digest: string
}

interface Span {
  from: string
  to: string
}

const HOUR_US = 3_600_000_000n

/** Puts what was counted into the form of `summary.json`. */
export function summarise(
  incident: Incident,
  { evidence, gaps }: Classified,
  counts: Counts,
  product: { version: string; rules: string },
): Summary {
  const { totals } = counts
  const of = (key: string) => totals[key] ?? 0
  const total = of("listed") + of("unlisted")
  const tables = evidence.tables as Record<string, TableCounts>
  const malformedInTables = Object.values(tables).reduce((sum, one) => sum + one.malformed, 0)
  return {
    title: incident.title,
    window: span(incident.window),
    product: { name: "tocsin", version: product.version },
    inputs: evidence.inputs,
    rows: counts.rows,
    viewer_conflicts: counts.viewerConflicts,
    mapping_conflicts: counts.mappingConflicts,
    footage_time_unknown: counts.footageTimeUnknown,
    tables,
    owners: byGrade(of("ownersVideo"), of("ownersTapped"), of("ownersShown")),
    viewers: byGrade(of("viewersVideo"), of("viewersTapped"), of("viewersShown")),
    accounts: {
      total,
      either: of("either"),
      either_upper: of("eitherUpper"),
      unaffected: total - of("eitherUpper"),
      unreachable: of("unreachable"),
      groups: {
        ...Object.fromEntries(
          ["owner_video", "owner_tapped", "owner_shown", "viewer_only", "undetermined"].map((group) => [
            group,
            of(group),
          ]),
        ),
        unaffected: total - of("eitherUpper"),
      },
    },
    exposures: {
      total: counts.exposures.reduce((sum, one) => sum + one.exposures, 0),
      in_scope: counts.exposures.reduce((sum, one) => sum + one.inScope, 0),
      ...byRelation(counts.exposures.map((one) => [one.relation, one.exposures])),
    },
    context: contextOf(incident, counts),
    reports: { total: counts.reporters, found: counts.reportersFound },
    gaps: gaps.map(gapOf),
    questions: openQuestions({
      counts,
      malformedInTables,
      unreadableAccountCells: evidence.unreadableAccountCells,
      gaps,
      hasSessions: evidence.tables.sessions !== undefined,
      relations: incident.relations,
    }),
    rules: product.rules,
    digest: counts.digest,
  }
}

function byGrade(video: number, tapped: number, shown: number): ByGrade {
  return { total: video + tapped + shown, video, tapped, shown }
}

function byRelation(counted: [Relation, number][]): ByRelation {
  const zero = Object.fromEntries(relations.map((one) => [one, 0])) as ByRelation
  for (const [relation, count] of counted) zero[relation] += count
  const { stranger, anonymous, former_member, later_owner, staff } = zero
  return { stranger, anonymous, former_member, later_owner, staff }
}

function contextOf({ window, baseline }: Incident, counts: Counts): Summary["context"] {
  const stretches = [
    { name: "before", from: window.from - HOUR_US, to: window.from },
    { name: "after", from: window.to, to: window.to + HOUR_US },
    ...(baseline ? [{ name: "baseline", ...baseline }] : []),
  ]
  return stretches.map(({ name, ...stretch }) => ({
    name,
    ...span(stretch),
    misbound: byRelation(
      counts.context.filter((one) => one.name === name).map(({ relation, events }) => [relation, events]),
    ),
  }))
}

function gapOf({ from, to, kind, source, reason }: CoverageGap): Summary["gaps"][number] {
  return { ...span({ from, to }), kind, source, reason }
}

function span({ from, to }: { from: bigint; to: bigint }): Span {
  return { from: instantText(from), to: instantText(to) }
}

/** An instant as ISO 8601 in UTC, with as many digits as it needs. */
export function instantText(us: bigint): string {
  const seconds = new Date(Number(us / 1_000_000n - (us % 1_000_000n < 0n ? 1n : 0n)) * 1000)
    .toISOString()
    .slice(0, -".000Z".length)
  const rest = ((us % 1_000_000n) + 1_000_000n) % 1_000_000n
  return rest === 0n ? `${seconds}Z` : `${seconds}.${String(rest).padStart(6, "0").replace(/0+$/, "")}Z`
}
