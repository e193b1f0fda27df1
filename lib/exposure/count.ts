import { beside } from "../core/beside.ts"
import type { Engine, Row } from "../core/engine.ts"
import { invariant } from "../core/errors.ts"
import { sqlFile } from "../core/sql.ts"
import type { SourceRows } from "../evidence/coverage.ts"
import type { Evidence } from "../evidence/reading/read-evidence.ts"
import type { Relation } from "../evidence/schemas.ts"
import type { Classified } from "./classify.ts"

const query = (name: string) => beside(import.meta.url, `./queries/${name}.sql`)

export type ByRelation = Record<Relation, number>

/** Rows of the log by disposition; `read` is the sum of the others. */
export interface RowCounts {
  read: number
  ignored: number
  malformed: number
  out_of_window: number
  denied: number
  service: number
  unattributed: number
  unresolved: number
  legitimate: number
  duplicate: number
  misbound: number
}

/** Everything that is counted of a classified incident, before it is put into words. */
export interface Counts {
  rows: RowCounts
  viewerConflicts: number
  mappingConflicts: number
  footageTimeUnknown: number
  /** Unattributed rows and all readable rows inside the window, by source. */
  unattributed: { source: string; rows: number; inWindow: number }[]
  totals: Record<string, number>
  exposures: { relation: Relation; exposures: number; inScope: number }[]
  context: { name: string; relation: Relation; events: number }[]
  busyViewers: number
  reporters: number
  reportersFound: number
  sharedSessions: number
  digest: string
}

type Candidates = Record<string, number> & { source: never }

/** Counts a classified incident, and checks that every row of the log has exactly one disposition. */
export async function countResult(engine: Engine, classified: Classified): Promise<Counts> {
  const { evidence, sources } = classified
  const ask = <T>(name: string) => engine.rows(sqlFile(query(name))) as unknown as Promise<T[]>
  const { rows, candidates } = await countRows(engine, classified)
  const [totals] = await ask<Record<string, number>>("totals")
  const [doubts] = await ask<{ busyViewers: number; reporters: number; found: number }>("doubts")
  const [digest] = await ask<{ digest: string }>("digest")
  const sharedSessions = await countSharedSessions(engine, evidence)
  await evidence.seals.check()
  return {
    rows,
    viewerConflicts: sum(candidates, "viewerConflicts"),
    mappingConflicts: sum(candidates, "mappingConflicts"),
    footageTimeUnknown: sum(candidates, "footageTimeUnknown"),
    unattributed: sources.map((one) => ({
      source: one.source,
      rows:
        one.nameless +
        sum(
          candidates.filter(({ source }) => source === one.source),
          "unattributed",
        ),
      inWindow: one.denied + one.nameless + one.admitted,
    })),
    totals: totals ?? {},
    exposures: await ask("exposure-totals"),
    context: await ask("context"),
    busyViewers: doubts?.busyViewers ?? 0,
    reporters: doubts?.reporters ?? 0,
    reportersFound: doubts?.found ?? 0,
    sharedSessions,
    digest: digest?.digest ?? "",
  }
}

/** Counts the rows of a classified log by disposition, and checks that each of them has exactly one. */
export async function countRows(
  engine: Engine,
  { evidence, sources }: Classified,
): Promise<{ rows: RowCounts; candidates: Candidates[] }> {
  await checkSuspects(engine, evidence)
  const candidates = (await engine.rows(sqlFile(query("counts")))) as unknown as Candidates[]
  const [counted] = (await engine.rows(
    "SELECT count(*)::DOUBLE AS events FROM misbound WHERE is_counted",
  )) as [{ events: number }]
  return { rows: accountForRows(evidence, sources, candidates, counted.events), candidates }
}

/**
 * The accounting identity: the records that reading gave, and the rows that the coverage scan decided or that the rules
 * gave a disposition, must be the same. Of the rows that were admitted to the rules, those that are no candidates are
 * plain; that they cannot hide a lost or doubled candidate is what `checkSuspects` is for.
 */
function accountForRows(
  evidence: Evidence,
  sources: readonly SourceRows[],
  candidates: Candidates[],
  counted: number,
): RowCounts {
  const read = evidence.logParts.reduce((total, { part }) => total + part.rows, 0)
  const admitted = sum(sources, "admitted")
  const met = sum(candidates, "candidates")
  const plain = admitted - met
  const rows: RowCounts = {
    read,
    ignored: sum(sources, "ignored"),
    malformed: sum(sources, "malformed"),
    out_of_window: sum(sources, "outOfWindow"),
    denied: sum(sources, "denied"),
    service: sum(candidates, "service"),
    unattributed: sum(sources, "nameless") + sum(candidates, "unattributed"),
    unresolved: sum(candidates, "unresolved"),
    legitimate: plain + sum(candidates, "legitimate"),
    duplicate: sum(candidates, "misbound") - counted,
    misbound: counted,
  }
  const { read: _, ...dispositions } = rows
  const accounted = Object.values(dispositions).reduce((total, one) => total + one, 0)
  invariant(plain >= 0, `${met} rows met the rules, only ${admitted} were admitted to them`)
  invariant(read === accounted, `${read} rows were read, ${accounted} have a disposition`)
  return rows
}

/** Each suspect must stand for one row of its file, and each candidate for one suspect. */
async function checkSuspects(engine: Engine, { logParts }: Evidence): Promise<void> {
  const [row] = await engine.rows<{ doubled: number; lost: number; beyond: number }>(`
    SELECT count(*)::DOUBLE - count(DISTINCT (part, file, row)) AS doubled,
      (SELECT count(*) - count(DISTINCT n) FROM decided)::DOUBLE
        + (SELECT count(*) FROM candidates)::DOUBLE - (SELECT count(*) FROM decided) AS lost,
      coalesce(max(row) + 1, 0)::DOUBLE AS beyond
    FROM suspects`)
  const longest = Math.max(0, ...logParts.map(({ part }) => part.rows))
  invariant(row?.doubled === 0, `${row?.doubled} suspects stand for the row of another`)
  invariant(row?.lost === 0, `${row?.lost} candidates were lost or doubled by the rules`)
  invariant((row?.beyond ?? 0) <= longest, `a suspect is row ${row?.beyond} of a file that has not so many`)
}

function sum(rows: readonly object[], key: string): number {
  return rows.reduce((total, row) => total + Number((row as Row)[key] ?? 0), 0)
}

async function countSharedSessions(engine: Engine, { logParts }: Evidence): Promise<number> {
  const logged = logParts.flatMap(({ part }, index) =>
    part.columns.has("session_id") && part.columns.has("account_id")
      ? [
          `SELECT session_id, account_id FROM log_part_${index} WHERE session_id IS NOT NULL AND NOT is_malformed AND NOT is_ignored
             AND "at" >= getvariable('window_from') AND "at" < getvariable('window_to')`,
        ]
      : [],
  )
  const none = "SELECT NULL::VARCHAR AS session_id, NULL::VARCHAR AS account_id WHERE false"
  const [row] = await engine.rows<{ sessions: number }>(
    sqlFile(query("shared-sessions"), { logged: logged.join(" UNION ALL ") || none }),
  )
  return row?.sessions ?? 0
}
