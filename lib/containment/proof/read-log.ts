import { beside } from "../../core/beside.ts"
import type { Engine } from "../../core/engine.ts"
import { invariant } from "../../core/errors.ts"
import { sqlFile } from "../../core/sql.ts"
import type { GapKind } from "../../evidence/coverage.ts"
import type { Incident } from "../../evidence/incident-file.ts"
import type { KeptFiles } from "../../evidence/reading/kept-files.ts"
import type { Relation } from "../../evidence/schemas.ts"
import { type Classified, classifyRows } from "../../exposure/classify.ts"
import { countRows } from "../../exposure/count.ts"
import { instantText } from "../../exposure/summary.ts"
import type { LogFound, OpenGap, SourceFound } from "./found.ts"

export const MINUTE_US = 60_000_000n

const query = (name: string, fragments?: Record<string, string>) =>
  sqlFile(beside(import.meta.url, `./queries/${name}.sql`), fragments)

interface ReadLogOptions {
  workFolder: string
  /** `once`: each event counts once. `repeated`: also its repetitions, as the contract has it of a baseline. */
  duplicates: "once" | "repeated"
  /** Files that earlier readings took in already. */
  kept?: KeptFiles
}

/**
 * Classifies the log of an incident's window by the rules of every revision, and counts it by minute.
 * @throws AppError invalid naming the file that cannot be read or that changed meanwhile
 */
export async function readLog(
  engine: Engine,
  incident: Incident,
  { workFolder, duplicates, kept }: ReadLogOptions,
): Promise<LogFound> {
  const classified = await classifyRows(engine, incident, {
    workFolder,
    confirmGaps: false,
    onProgress: () => {},
    stretch: "minute",
    kept: kept ?? null,
  })
  const { rows } = await countRows(engine, classified)
  const counted = duplicates === "once" ? "is_counted" : "true"
  const minutes = await countMinutes(engine, incident, counted)
  const misbound = await engine.rows<{ minute: number; relation: Relation; events: number }>(
    query("misbound-minutes", { counted }),
  )
  await classified.evidence.seals.check()
  const reads = minutes.reads.reduce((sum, one) => sum + one, 0)
  const expected = rows.legitimate + rows.misbound + (duplicates === "once" ? 0 : rows.duplicate)
  invariant(reads === expected, `${reads} reads by minute, ${expected} by disposition`)
  return {
    from: instantText(incident.window.from),
    to: instantText(incident.window.to),
    relations: incident.relations,
    rows,
    reads,
    minutes,
    misbound,
    ...(await listSources(engine, incident)),
    gaps: gapsOf(incident, classified).filter(({ kind }) => kind !== "dismissed"),
    dismissed: gapsOf(incident, classified).filter(({ kind }) => kind === "dismissed"),
    inputs: classified.evidence.inputs.filter(({ table }) => table === "access_log"),
  }
}

async function countMinutes(
  engine: Engine,
  incident: Incident,
  counted: string,
): Promise<LogFound["minutes"]> {
  const first = Number(incident.window.from / MINUTE_US)
  const size = Number((incident.window.to - 1n) / MINUTE_US) - first + 1
  const empty = () => new Array<number>(size).fill(0)
  const reads = empty()
  const rows = Object.fromEntries(incident.sources.map(({ name }) => [name, empty()]))
  const add = (counts: number[] | undefined, minute: number, more: number) => {
    const index = minute - first
    invariant(counts?.[index] !== undefined, `minute ${minute} lies outside of the window`)
    counts[index] += more
  }
  const written = await engine.rows<{ source: string; minute: number; rows: number; admitted: number }>(
    query("minutes"),
  )
  for (const one of written) {
    add(rows[one.source], one.minute, one.rows)
    add(reads, one.minute, one.admitted)
  }
  const without = await engine.rows<{ minute: number; rows: number }>(query("no-reads", { counted }))
  for (const one of without) add(reads, one.minute, -one.rows)
  return { first, reads, rows }
}

interface SourceRow {
  [name: string]: string | number | null
  source: string
  rows: number
  first_us: string | null
  last_us: string | null
  future: number
  future_us: string | null
}

/** Every source, also one that has no file or no row. */
async function listSources(
  engine: Engine,
  incident: Incident,
): Promise<Pick<LogFound, "sources" | "future">> {
  const found = new Map((await engine.rows<SourceRow>(query("sources"))).map((row) => [row.source, row]))
  const sources = incident.sources.map(({ name, files }): SourceFound => {
    const row = found.get(name)
    return {
      name,
      files: files.length,
      rows: row?.rows ?? 0,
      firstAt: textOf(row?.first_us),
      lastAt: textOf(row?.last_us),
    }
  })
  const ahead = [...found.values()].filter(({ future }) => future > 0)
  const last = ahead.map(({ future_us }) => BigInt(future_us ?? 0)).sort((a, b) => (a < b ? -1 : 1))
  return {
    sources,
    future: { rows: ahead.reduce((sum, { future }) => sum + future, 0), lastAt: textOf(last.at(-1)) },
  }
}

function textOf(us: string | bigint | null | undefined): string | null {
  return us === null || us === undefined ? null : instantText(BigInt(us))
}

/** What the incident file declares or dismisses of the window, and what its rules find in the log. */
function gapsOf({ window }: Incident, { gaps }: Classified): (OpenGap & { kind: GapKind })[] {
  return gaps
    .filter(({ from, to }) => from < window.to && to > window.from)
    .map(({ kind, from, to, source, reason }) => ({
      kind,
      from: instantText(from < window.from ? window.from : from),
      to: instantText(to > window.to ? window.to : to),
      source,
      expected: null,
      reason: kind === "declared" ? (reason ?? "declared in the incident file") : null,
    }))
}
