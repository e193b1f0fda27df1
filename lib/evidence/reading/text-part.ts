import { unlink } from "node:fs/promises"
import { join } from "node:path"
import type { Engine } from "../../core/engine.ts"
import { literal, parquetScan, pathList } from "../../core/sql.ts"
import type { FileFormat, InputFile } from "../files/find-files.ts"
import { type FramedFile, frameBeginning, frameFile } from "../framing/frame-file.ts"
import { type Cells, CsvCells, JsonCells, PatternCells } from "../mapping/cells.ts"
import type { CompiledRecord, Fault } from "../mapping/compile.ts"
import { canonicalRows } from "./relation.ts"

export type TextFormat = Exclude<FileFormat, "parquet">

/** How a text file's records become canonical rows. */
export interface TextReading {
  format: TextFormat
  /** Keys that lead to the array of records in a JSON document. */
  recordsPath: readonly string[]
  /** RE2 pattern of a line, for the format regex. */
  pattern: string | null
  compile: (cells: Cells) => CompiledRecord
}

export interface StagingOptions {
  workFolder: string
  /** Of the files in the work folder; unique there. */
  name: string
}

const RECORD_COLUMNS = "{'line': 'BIGINT', 'raw': 'VARCHAR', 'escaped': 'VARCHAR'}"
const CSV_BUFFER_BYTES = 64 * 1024 * 1024

/** A text file whose records lie framed in the work folder, ready for the engine. */
export interface FramedText extends FramedFile {
  file: InputFile
  framedPath: string
}

/** Frames a text file into the work folder, and checks it as a whole on the way. */
export async function frameText(
  file: InputFile,
  reading: TextReading,
  staging: StagingOptions,
): Promise<FramedText> {
  const framedPath = join(staging.workFolder, `${staging.name}.framed`)
  return { ...(await frameFile(file, reading, framedPath)), file, framedPath }
}

/**
 * Takes framed records into a Parquet file of canonical rows in the work folder, and removes them.
 * The raw text of each record is kept, so that every row leads back to the log.
 * @returns the path of the Parquet file
 */
export async function stageText(engine: Engine, framed: FramedText, reading: TextReading): Promise<string> {
  const staged = framed.framedPath.replace(/\.framed$/, ".parquet")
  const rows = stagedRows(rowsOf(framed.framedPath, framed, reading))
  await engine.run(
    `COPY (${rows}) TO ${literal(staged)} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 40960)`,
  )
  await unlink(framed.framedPath)
  return staged
}

/** The canonical rows of a text file's beginning, without a check of its whole. */
export async function beginningOfText(
  file: InputFile,
  reading: TextReading,
  { workFolder, name }: StagingOptions,
  bytesMax: number,
): Promise<string> {
  const framedPath = join(workFolder, `${name}.framed`)
  const header = await frameBeginning(file, reading, framedPath, bytesMax)
  return `SELECT row_number() OVER (ORDER BY line) AS row, raw AS record, * FROM (${rowsOf(framedPath, { file, header }, reading)})`
}

function rowsOf(framedPath: string, of: Pick<FramedText, "file" | "header">, reading: TextReading): string {
  const source = `read_csv(${pathList([framedPath])}, delim = ${literal("\u001f")}, quote = '', escape = '', header = false,
    auto_detect = false, hive_partitioning = false, new_line = '\\n', columns = ${RECORD_COLUMNS}, max_line_size = ${CSV_BUFFER_BYTES}, buffer_size = ${CSV_BUFFER_BYTES})`
  const records = `SELECT line, coalesce(raw, escaped->>0) AS raw, escaped->>1 AS fault, escaped FROM ${source}`
  return recordRows(records, reading, of.header ?? [], of.file.name)
}

/** The SELECT that makes canonical rows of records with line, raw, fault and escaped (see framed-record.ts). */
export function recordRows(
  records: string,
  reading: TextReading,
  header: readonly string[] = [],
  file = "",
): string {
  const { cells, taken, broken } = takenApart(header, file, reading)
  const compiled = reading.compile(cells)
  return canonicalRows({
    cells: taken(records),
    passed: ["line", "raw"],
    compiled,
    broken: [{ when: "fault IS NOT NULL", reason: "fault" }, ...broken],
  })
}

/** How a record of a format is taken apart into cells, once, and when it cannot be. */
function takenApart(header: readonly string[], file: string, { format, pattern }: TextReading) {
  if (format === "csv") return csvTakenApart(header, file)
  if (format === "regex") return patternTakenApart(pattern ?? "")
  const cells = new JsonCells()
  const taken = (records: string) => `
    SELECT *${cells.columns()}, list_has_any(kinds, ['OBJECT', 'ARRAY', 'BOOLEAN', 'DOUBLE']) AS is_odd FROM (
      SELECT *, json_type(document) AS record_type, json_type(document, ${cells.pointers()}) AS kinds,
        json_extract_string(document, ${cells.pointers()}) AS texts
      FROM (SELECT line, raw, fault, CASE WHEN fault IS NULL AND is_json(raw) THEN raw END AS document FROM (${records})))`
  const broken: Fault[] = [
    { when: "document IS NULL", reason: literal("not JSON") },
    { when: "record_type <> 'OBJECT'", reason: literal("not a JSON object") },
  ]
  return { cells, taken, broken }
}

function csvTakenApart(header: readonly string[], file: string) {
  const taken = (records: string) => `
    SELECT line, raw, fault, CASE WHEN escaped IS NULL THEN string_split(raw, ',')
      ELSE from_json(json_extract(escaped, '$[2]'), '["VARCHAR"]') END AS cells
    FROM (${records})`
  const broken: Fault[] = [
    { when: `len(cells) > ${header.length}`, reason: literal("more cells than the header") },
  ]
  return { cells: new CsvCells(header, file) as Cells, taken, broken }
}

function patternTakenApart(pattern: string) {
  const cells = new PatternCells(pattern)
  const taken = (records: string) => `
    SELECT line, raw, fault, regexp_matches(raw, ${literal(pattern)}) AS matches, ${cells.groups()} AS groups
    FROM (${records})`
  const broken: Fault[] = [{ when: "NOT matches", reason: literal("does not match the pattern") }]
  return { cells: cells as Cells, taken, broken }
}

/** Files of different formats are staged into one shape: without the columns that depend on what their cells are. */
function stagedRows(rows: string): string {
  return `SELECT COLUMNS(name -> NOT regexp_matches(name, '^(fault|unreadable)_[0-9]+$')) FROM (${rows})`
}

/** The view of staged files as a part's relation. */
export function stagedRelation(staged: readonly string[]): string {
  return `SELECT file_index::BIGINT AS file, file_row_number AS row, raw AS record, * FROM ${parquetScan(staged)}`
}
