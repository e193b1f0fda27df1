import type { Engine, Row } from "../core/engine.ts"
import { invariant } from "../core/errors.ts"
import { sqlFile } from "../core/sql.ts"
import type { SourceRows } from "../evidence/coverage.ts"
import type { Evidence } from "../evidence/reading/read-evidence.ts"
import type { Relation } from "../evidence/schemas.ts"
import type { Classified } from "./classify.ts"

const query = (name: string) => new URL(`./queries/${name}.sql`, import.meta.url)

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
export async function countResult(engine: Engine, { evidence, sources }: Classified): Promise<Counts> {
  const ask = <T>(name: string) => engine.rows(sqlFile(query(name))) as unknown as Promise<T[]>
  const candidates = await ask<Candidates>("counts")
  const [counted] = (await engine.rows(
    "SELECT count(*)::DOUBLE AS events FROM misbound WHERE is_counted",
  )) as [{ events: number }]
  const [totals] = await ask<Record<string, number>>("totals")
  const [doubts] = await ask<{ busyViewers: number; reporters: number; found: number }>("doubts")
  const [digest] = await ask<{ digest: string }>("digest")
  return {
    rows: accountForRows(evidence, sources, candidates, counted.events),
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
    sharedSessions: await countSharedSessions(engine, evidence),
    digest: digest?.digest ?? "",
  }
}

/**
 * The accounting identity. Three counts that come about apart must agree: the records that reading gave, the rows that
 * the coverage scan decided or admitted, and the candidates that the rules gave a disposition.
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
