import { randomUUID } from "node:crypto"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { beside } from "../core/beside.ts"
import type { Engine, Row } from "../core/engine.ts"
import { identifier, literal, sqlFile } from "../core/sql.ts"
import type { InputFile } from "./files/find-files.ts"
import type { Incident, LogSource } from "./incident-file.ts"
import type { Cells } from "./mapping/cells.ts"
import { compileEvent } from "./mapping/compile.ts"
import { mappingPaths } from "./mapping/load-mapping.ts"
import { testMapping } from "./mapping/test-mapping.ts"
import { textReadingOf } from "./reading/formats.ts"
import { groupParquetFiles, parquetRelation } from "./reading/parquet-part.ts"
import { beginningOfText } from "./reading/text-part.ts"
import { eventColumns } from "./tables.ts"

/** How a source's mapping reads its first records. */
export interface SourcePreview {
  source: string
  mapping: string
  /** The mapping has no tests that would keep it honest. */
  isUntested: boolean
  /** The file looked at, and all files of the source, any of which could have been. */
  file: string
  files: string[]
  /** Records looked at, and what became of them. */
  records: number
  taken: number
  ignored: number
  malformed: number
  /** Shares, 0 to 1, of the taken events without a viewer's account and session, device and media. */
  withoutViewer: number
  withoutDevice: number
  withoutMedia: number
  /** The same as counts of events, out of `taken`. */
  without: { viewer: number; device: number; media: number }
  /** The earliest and the latest time among the taken events, UTC. */
  firstAt: string | null
  lastAt: string | null
  events: Row[]
  /** Why records are malformed, most frequent reason first. */
  reasons: { reason: string; records: number }[]
  rejects: Row[]
}

const eventList = Object.keys(eventColumns).map(identifier).join(", ")

/** How much of a file a preview looks at. */
export interface PreviewBounds {
  bytesMax: number
  rowsMax: number
}

const EVENTS_SHOWN = 20
const REJECTS_SHOWN = 10
/** A file's beginning: enough to judge a mapping, quick on any log. */
const PREVIEW: PreviewBounds = { bytesMax: 16 * 1024 * 1024, rowsMax: 100_000 }

/**
 * Reads the beginning of each source's first file by its mapping.
 * @throws AppError invalid when the mapping is wrong or one of its tests fails, or the file is not what its name says
 */
export async function previewLog(
  engine: Engine,
  incident: Incident,
  workFolder: string,
): Promise<SourcePreview[]> {
  await defineMacros(engine)
  const previews: SourcePreview[] = []
  for (const source of incident.sources) {
    const [file] = source.files
    await testMapping(engine, source.mapping)
    if (file) previews.push(await previewFile(engine, source, file, workFolder))
  }
  return previews
}

/** Gives the engine the macros of the contract's values, unless it has them. */
export async function defineMacros(engine: Engine): Promise<void> {
  const known = await engine.rows(
    "SELECT 1 FROM duckdb_functions() WHERE function_name = 'epoch_instant' AND NOT internal LIMIT 1",
  )
  if (known.length === 0) await engine.run(sqlFile(beside(import.meta.url, "./macros.sql")))
}

/**
 * Reads the beginning of one file by the mapping of its source; the engine needs its macros before.
 * @throws AppError invalid when the file is not what its name or the mapping says
 */
export async function previewFile(
  engine: Engine,
  source: LogSource,
  file: InputFile,
  workFolder: string,
  bounds = PREVIEW,
): Promise<SourcePreview> {
  const { mapping } = source.mapping
  const compile = (cells: Cells) => compileEvent(mapping, cells)
  const reading = textReadingOf(file, mapping, compile)
  const name = `preview-${randomUUID()}`
  const table = name.replaceAll("-", "_")
  try {
    let rawOf = "record"
    let relation: string
    if (reading) {
      relation = await beginningOfText(file, reading, { workFolder, name }, bounds.bytesMax)
    } else {
      const [group] = await groupParquetFiles(engine, [file])
      rawOf = "to_json(record)::VARCHAR"
      relation = group ? (await parquetRelation(engine, group, mappingPaths(mapping), compile)).relation : ""
    }
    // Held as rows, so that each question about them does not read the file anew.
    await engine.run(`
      CREATE TEMP TABLE ${table} AS SELECT row, line, record, reason, is_ignored, is_malformed, ${eventList}
      FROM (${relation}) LIMIT ${bounds.rowsMax}`)
    return { ...named(source, file), ...(await described(engine, table, rawOf)) }
  } finally {
    await rm(join(workFolder, `${name}.framed`), { force: true })
    await engine.run(`DROP TABLE IF EXISTS ${table}`).catch(() => {}) // What went wrong before is what is told.
  }
}

function named(source: LogSource, file: InputFile) {
  return {
    source: source.name,
    mapping: source.mapping.name,
    isUntested: source.mapping.mapping.tests.length === 0,
    file: file.name,
    files: source.files.map(({ name }) => name),
  }
}

type Described = Omit<SourcePreview, keyof ReturnType<typeof named>>

async function described(engine: Engine, table: string, rawOf: string): Promise<Described> {
  const isTaken = "NOT is_malformed AND NOT is_ignored"
  const [counts] = await engine.rows<Record<string, number | string | null>>(`
    SELECT count(*)::DOUBLE AS records, count(*) FILTER (${isTaken})::DOUBLE AS taken,
      count(*) FILTER (is_ignored)::DOUBLE AS ignored, count(*) FILTER (is_malformed)::DOUBLE AS malformed,
      count(*) FILTER (${isTaken} AND account_id IS NULL AND session_id IS NULL)::DOUBLE AS viewer,
      count(*) FILTER (${isTaken} AND device_id IS NULL)::DOUBLE AS device,
      count(*) FILTER (${isTaken} AND media_id IS NULL)::DOUBLE AS media,
      min("at") FILTER (${isTaken})::VARCHAR AS first_at, max("at") FILTER (${isTaken})::VARCHAR AS last_at
    FROM ${table}`)
  const of = (key: string) => Number(counts?.[key] ?? 0)
  const share = (key: string) => (of("taken") === 0 ? 0 : of(key) / of("taken"))
  const instantOf = (key: string) => (typeof counts?.[key] === "string" ? counts[key] : null)
  const columns = Object.keys(eventColumns)
    .map((name) => (name === "outcome" ? "coalesce(outcome, 'allowed') AS outcome" : `"${name}"`))
    .join(", ")
  return {
    records: of("records"),
    taken: of("taken"),
    ignored: of("ignored"),
    malformed: of("malformed"),
    withoutViewer: share("viewer"),
    withoutDevice: share("device"),
    withoutMedia: share("media"),
    without: { viewer: of("viewer"), device: of("device"), media: of("media") },
    firstAt: instantOf("first_at"),
    lastAt: instantOf("last_at"),
    events: await engine.rows(
      `SELECT ${columns} FROM ${table} WHERE ${isTaken} ORDER BY row LIMIT ${EVENTS_SHOWN}`,
    ),
    reasons: await engine.rows<{ reason: string; records: number }>(
      `SELECT coalesce(reason, ${literal("unknown")}) AS reason, count(*)::DOUBLE AS records
       FROM ${table} WHERE is_malformed GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${REJECTS_SHOWN}`,
    ),
    rejects: await engine.rows(
      `SELECT line, reason, left(${rawOf}, 4096) AS raw FROM ${table} WHERE is_malformed ORDER BY row LIMIT ${REJECTS_SHOWN}`,
    ),
  }
}
