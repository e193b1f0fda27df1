import { keepOnePerIdentity } from "./duplicates.ts"
import { type AccessEvent, readEvent } from "./events.ts"
import { buildExposures } from "./exposures.ts"
import { applyPresumption, listGaps, listPresumptions } from "./gaps.ts"
import { type Judgement, judge } from "./judgement.ts"
import { DEFAULT_RELATIONS, type Disposition, type ReferenceIncident } from "./model.ts"
import { buildPeople, type Presumptions, presume } from "./people.ts"
import { countQuestions } from "./questions.ts"
import type { EvidenceRow, GapRow, ReferenceResult } from "./result.ts"
import { summarise } from "./summary.ts"
import { emailOf, type ReadTables, readTables, tryRead } from "./tables.ts"
import { duration, instant } from "./values.ts"

/** A row of the log: null where it is malformed. */
type LogRow = { judgement: Judgement; disposition: Disposition } | null

/** Classifies an incident by the letter of the contract, with nested loops and no thought of speed. */
export function referenceClassify(incident: ReferenceIncident): ReferenceResult {
  const tables = readTables(incident.tables)
  const window = { from: instant(incident.window.from), to: instant(incident.window.to) }
  const relations = incident.relations ?? DEFAULT_RELATIONS
  const log = readLog(incident, tables, window)
  const rows = log.flat().flatMap((row) => row ?? [])

  const kept = keepOnePerIdentity(
    rows.filter((row) => row.disposition === "misbound").map((row) => row.judgement),
  )
  const keptJudgements = new Set(kept.map((one) => one.judgement))
  for (const row of rows) {
    if (row.disposition === "misbound" && !keptJudgements.has(row.judgement)) row.disposition = "duplicate"
  }

  const exposures = buildExposures([...keptJudgements], relations)
  const timesBySource = new Map(
    incident.sources.map((source, index) => [
      source.name,
      inWindowOf(log[index] ?? [], window).map((one) => one.at),
    ]),
  )
  const gaps = listGaps(incident, timesBySource)
  const presumptions = collectPresumptions(incident, tables, gaps, rows)
  const people = buildPeople(exposures, presumptions, (account) => emailOf(tables, account) !== null)
  const dispositions = log.map((source) => source.map((row) => row?.disposition ?? "malformed"))
  const summary = summarise({ incident, tables, window, rows, dispositions, exposures, people, gaps })
  const questions = countQuestions({
    summary,
    sources: log.map((source) => ({
      inWindow: inWindowOf(source, window),
      unattributed: source.filter((row) => row?.disposition === "unattributed").length,
    })),
    exposures,
    tables,
    hasSessions: incident.tables.sessions !== undefined,
    relationsInScope: relations,
  })
  const rejects = Object.fromEntries(
    Object.entries({ ...summary.tables, access_log: summary.rows })
      .map(([table, counts]) => [table, counts.malformed] as const)
      .filter(([, malformed]) => malformed > 0),
  )
  return {
    people,
    exposures,
    evidence: kept.map(({ judgement, sources }) => evidenceOf(judgement, sources)),
    summary: { ...summary, questions },
    rejects,
    dispositions,
  }
}

/** Steps 1 to 7; "half-open [from, to)". */
function readLog(
  incident: ReferenceIncident,
  tables: ReadTables,
  window: { from: bigint; to: bigint },
): LogRow[][] {
  const tolerance = duration(incident.tolerance)
  return incident.sources.map((source) =>
    source.records.map((record) => {
      const event = tryRead(record, (row) => readEvent(source, row))
      if (event === null) return null
      const judgement = judge(event, tables, tolerance)
      const isInWindow = window.from <= event.at && event.at < window.to
      return { judgement, disposition: isInWindow ? judgement.disposition : "out_of_window" }
    }),
  )
}

function inWindowOf(source: LogRow[], window: { from: bigint; to: bigint }): AccessEvent[] {
  return source
    .flatMap((row) => row?.judgement.event ?? [])
    .filter((event) => window.from <= event.at && event.at < window.to)
}

/** Presumptions, gaps, and "the viewer of an unresolved event has at least that event's grade as upper viewer
 * grade". */
function collectPresumptions(
  incident: ReferenceIncident,
  tables: ReadTables,
  gaps: GapRow[],
  rows: NonNullable<LogRow>[],
): Presumptions {
  const presumptions: Presumptions = { owners: new Map(), viewers: new Map() }
  const window = { from: instant(incident.window.from), to: instant(incident.window.to) }
  for (const presumed of listPresumptions(incident, gaps)) {
    const { owners, viewers } = applyPresumption(presumed, window, tables)
    for (const account of owners) presume(presumptions.owners, account, presumed.grade)
    for (const account of viewers) presume(presumptions.viewers, account, presumed.grade)
  }
  for (const { judgement, disposition } of rows) {
    if (disposition !== "unresolved" || judgement.viewer === null) continue
    presume(presumptions.viewers, judgement.viewer, judgement.event.grade)
  }
  return presumptions
}

function evidenceOf(judgement: Judgement, sources: string[]): EvidenceRow {
  return {
    event_id: judgement.event.identity,
    viewer_id: judgement.viewer,
    true_device_id: judgement.device as string,
    relation: judgement.relation as NonNullable<Judgement["relation"]>,
    sources,
  }
}
