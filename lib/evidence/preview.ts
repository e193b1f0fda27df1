import type { Engine, Row } from "../core/engine.ts"
import { sqlFile } from "../core/sql.ts"
import type { Incident } from "./incident-file.ts"
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
  /** Records looked at, and what became of them. */
  records: number
  taken: number
  ignored: number
  malformed: number
  /** Shares, 0 to 1, of the taken events without a viewer's account and session, device and media. */
  withoutViewer: number
  withoutDevice: number
  withoutMedia: number
  events: Row[]
  rejects: Row[]
}

const EVENTS_SHOWN = 20
const REJECTS_SHOWN = 10
/** A preview looks at the first file's beginning: enough to judge a mapping, quick on any log. */
const PREVIEW_BYTES = 16 * 1024 * 1024
const PREVIEW_ROWS = 100_000

/**
 * Reads the beginning of each source's first file by its mapping.
 * @throws AppError invalid when the mapping is wrong or one of its tests fails, or the file is not what its name says
 */
export async function previewLog(
  engine: Engine,
  incident: Incident,
  workFolder: string,
): Promise<SourcePreview[]> {
  await engine.run(sqlFile(new URL("./macros.sql", import.meta.url)))
  const previews: SourcePreview[] = []
  for (const [index, source] of incident.sources.entries()) {
    await testMapping(engine, source.mapping)
    const { mapping } = source.mapping
    const compile = (cells: Parameters<typeof compileEvent>[1]) => compileEvent(mapping, cells)
    const [file] = source.files
    if (!file) continue
    const reading = textReadingOf(file, mapping, compile)
    let relation: string
    let rawOf = "record"
    if (reading) {
      relation = await beginningOfText(file, reading, { workFolder, name: `preview-${index}` }, PREVIEW_BYTES)
    } else {
      const [group] = await groupParquetFiles(engine, [file])
      if (!group) continue
      relation = (await parquetRelation(engine, group, mappingPaths(mapping), compile)).relation
      rawOf = "to_json(record)::VARCHAR"
    }
    await engine.run(
      `CREATE VIEW preview_${index} AS SELECT *, ${rawOf} AS raw_text FROM (${relation}) LIMIT ${PREVIEW_ROWS}`,
    )
    previews.push(await describe(engine, `preview_${index}`, source))
  }
  return previews
}

async function describe(
  engine: Engine,
  view: string,
  source: Incident["sources"][number],
): Promise<SourcePreview> {
  const isTaken = "NOT is_malformed AND NOT is_ignored"
  const [counts] = await engine.rows<Record<string, number>>(`
    SELECT count(*)::DOUBLE AS records, count(*) FILTER (${isTaken})::DOUBLE AS taken,
      count(*) FILTER (is_ignored)::DOUBLE AS ignored, count(*) FILTER (is_malformed)::DOUBLE AS malformed,
      count(*) FILTER (${isTaken} AND account_id IS NULL AND session_id IS NULL)::DOUBLE AS viewerless,
      count(*) FILTER (${isTaken} AND device_id IS NULL)::DOUBLE AS deviceless,
      count(*) FILTER (${isTaken} AND media_id IS NULL)::DOUBLE AS medialess
    FROM ${view}`)
  const of = (key: string) => Number(counts?.[key] ?? 0)
  const share = (key: string) => (of("taken") === 0 ? 0 : of(key) / of("taken"))
  const columns = Object.keys(eventColumns)
    .map((name) => (name === "outcome" ? "coalesce(outcome, 'allowed') AS outcome" : `"${name}"`))
    .join(", ")
  return {
    source: source.name,
    mapping: source.mapping.name,
    isUntested: source.mapping.mapping.tests.length === 0,
    records: of("records"),
    taken: of("taken"),
    ignored: of("ignored"),
    malformed: of("malformed"),
    withoutViewer: share("viewerless"),
    withoutDevice: share("deviceless"),
    withoutMedia: share("medialess"),
    events: await engine.rows(
      `SELECT ${columns} FROM ${view} WHERE ${isTaken} ORDER BY row LIMIT ${EVENTS_SHOWN}`,
    ),
    rejects: await engine.rows(
      `SELECT line, reason, left(raw_text, 4096) AS raw FROM ${view} WHERE is_malformed ORDER BY row LIMIT ${REJECTS_SHOWN}`,
    ),
  }
}
