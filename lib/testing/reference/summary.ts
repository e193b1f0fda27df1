import type { Judgement } from "./judgement.ts"
import {
  DISPOSITIONS,
  type Disposition,
  GROUPS,
  type Grade,
  RELATIONS,
  type ReferenceIncident,
  TABLES,
} from "./model.ts"
import type { ContextRow, ExposureRow, GapRow, GradeCounts, PersonRow, ResultSummary } from "./result.ts"
import { emailOf, type ReadTables } from "./tables.ts"
import { instant } from "./values.ts"

type SummaryInput = {
  incident: ReferenceIncident
  tables: ReadTables
  window: { from: bigint; to: bigint }
  rows: { judgement: Judgement; disposition: Disposition }[]
  dispositions: Disposition[][]
  exposures: ExposureRow[]
  people: PersonRow[]
  gaps: GapRow[]
}

function countEach<K extends string>(keys: readonly K[], values: readonly K[]): Record<K, number> {
  return Object.fromEntries(
    keys.map((key) => [key, values.filter((value) => value === key).length]),
  ) as Record<K, number>
}

export function summarise(input: SummaryInput): Omit<ResultSummary, "questions"> {
  const { incident, tables, rows, exposures, people } = input
  const all = input.dispositions.flat()
  // "Among the rows that reach step 4" and "among those that reach step 6"
  const toStep4 = rows.filter((row) => row.disposition !== "out_of_window" && row.disposition !== "denied")
  const toStep6 = toStep4.filter((row) => row.disposition !== "service" && row.disposition !== "unattributed")
  const given = TABLES.filter((table) => incident.tables[table] !== undefined)
  return {
    rows: { read: all.length, ...countEach(DISPOSITIONS, all) },
    viewer_conflicts: toStep4.filter((row) => row.judgement.isViewerConflict).length,
    mapping_conflicts: toStep6.filter((row) => row.judgement.isMappingConflict).length,
    footage_time_unknown: toStep6.filter((row) => row.judgement.isFootageTimeUnknown).length,
    tables: Object.fromEntries(
      given.map((table) => [table, { read: tables[table].read, malformed: tables[table].malformed }]),
    ),
    owners: countGrades(people.map((person) => person.owner_grade)),
    viewers: countGrades(people.map((person) => person.viewer_grade)),
    accounts: countAccounts(people, tables),
    exposures: {
      total: exposures.length,
      in_scope: exposures.filter((exposure) => exposure.in_scope).length,
      ...countEach(
        RELATIONS,
        exposures.map((exposure) => exposure.relation),
      ),
    },
    context: listContext(input),
    reports: countReports(people, tables),
    gaps: input.gaps,
  }
}

/** "count accounts by worst grade, exclusively" */
function countGrades(grades: (Grade | null)[]): GradeCounts {
  const present = grades.flatMap((grade) => grade ?? [])
  return { total: present.length, ...countEach(["video", "tapped", "shown"], present) }
}

/** "`total` the accounts table plus the accounts of `people` that it lacks; `unaffected` = total − either_upper;
 * `unreachable` those of `either` without an address" */
function countAccounts(people: PersonRow[], tables: ReadTables): ResultSummary["accounts"] {
  const total = new Set([
    ...tables.accounts.rows.map((row) => row.account),
    ...people.map((person) => person.account_id),
  ]).size
  const either = people.filter((person) => person.owner_grade !== null || person.viewer_grade !== null)
  const eitherUpper = people.filter(
    (person) => person.owner_grade_upper !== null || person.viewer_grade_upper !== null,
  )
  const unaffected = total - eitherUpper.length
  const groups = countEach(
    GROUPS,
    people.map((person) => person.group),
  )
  return {
    total,
    either: either.length,
    either_upper: eitherUpper.length,
    unaffected,
    unreachable: either.filter((person) => emailOf(tables, person.account_id) === null).length,
    groups: { ...groups, unaffected },
  }
}

/** "In the hour before and the hour after the window, and in the baseline, the misbound events by relation are
 * counted by the same rules (before duplicates are removed)". */
function listContext(input: SummaryInput): ContextRow[] {
  const hour = 3_600_000_000n
  const { window, rows, incident } = input
  const stretches = [
    { name: "before", from: window.from - hour, to: window.from },
    { name: "after", from: window.to, to: window.to + hour },
  ]
  if (incident.baseline !== undefined) {
    const { from, to } = incident.baseline
    stretches.push({ name: "baseline", from: instant(from), to: instant(to) })
  }
  return stretches.map((stretch) => {
    const relations = rows
      .filter(({ judgement }) => stretch.from <= judgement.event.at && judgement.event.at < stretch.to)
      .flatMap(({ judgement }) => judgement.relation ?? [])
    return { ...stretch, misbound: countEach(RELATIONS, relations) }
  })
}

/** "`reports.total` counts distinct reporters, `found` those with a viewer grade." */
function countReports(people: PersonRow[], tables: ReadTables): ResultSummary["reports"] {
  const reporters = new Set(tables.reports.rows)
  const found = people.filter((person) => person.viewer_grade !== null && reporters.has(person.account_id))
  return { total: reporters.size, found: found.length }
}
