import { open } from "node:fs/promises"
import type { Engine } from "../../core/engine.ts"
import { AppError, invalid } from "../../core/errors.ts"
import { identifier, parquetScan, pathList } from "../../core/sql.ts"
import type { InputFile } from "../files/find-files.ts"
import { type Cells, ParquetCells, type ParquetColumn, structField } from "../mapping/cells.ts"
import type { CompiledRecord } from "../mapping/compile.ts"
import type { Part } from "./part.ts"
import { canonicalRows } from "./relation.ts"

/** Parquet files whose columns have the same names and types. */
export interface ParquetGroup {
  files: InputFile[]
  columns: { name: string; type: string }[]
  rows: Map<string, number>
}

const MAGIC = "PAR1"

/**
 * Looks at the files' footers and groups files of one shape.
 * @throws AppError invalid when a file is no Parquet file or is cut off
 */
export async function groupParquetFiles(
  engine: Engine,
  files: readonly InputFile[],
): Promise<ParquetGroup[]> {
  const groups = new Map<string, ParquetGroup>()
  for (const file of files) {
    await checkMagic(file)
    const described = await footer(engine, file)
    const shape = JSON.stringify(described.columns)
    const group: ParquetGroup = groups.get(shape) ?? {
      files: [],
      columns: described.columns,
      rows: new Map(),
    }
    group.files.push(file)
    group.rows.set(file.path, described.rows)
    groups.set(shape, group)
  }
  return [...groups.values()]
}

async function checkMagic(file: InputFile): Promise<void> {
  const handle = await open(file.path)
  try {
    const { size } = await handle.stat()
    const ends = Buffer.alloc(8)
    await handle.read(ends, 0, 4, 0)
    if (size >= 12) await handle.read(ends, 4, 4, size - 4)
    if (ends.toString("latin1", 0, 4) !== MAGIC)
      throw invalid(file.name, "is not what its name says: not a Parquet file")
    if (ends.toString("latin1", 4, 8) !== MAGIC) throw invalid(file.name, "the Parquet file is truncated")
  } finally {
    await handle.close()
  }
}

async function footer(engine: Engine, file: InputFile) {
  try {
    const columns = await engine.rows<{ column_name: string; column_type: string }>(
      `DESCRIBE SELECT * FROM ${parquetScan([file.path])}`,
    )
    const stored = await engine.rows<{ name: string }>(
      `SELECT DISTINCT name FROM parquet_schema(${pathList([file.path])})`,
    )
    const [counts] = await engine.rows<{ rows: string }>(
      `SELECT sum(num_rows)::VARCHAR AS rows FROM parquet_file_metadata(${pathList([file.path])})`,
    )
    checkNames(file, columns, new Set(stored.map(({ name }) => name)))
    return {
      columns: columns.map((one) => ({ name: one.column_name, type: one.column_type })),
      rows: Number(counts?.rows ?? 0),
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw invalid(file.name, `the Parquet file is damaged: ${(cause as Error).message.split("\n")[0]}`, cause)
  }
}

/** Names that the engine's reader keeps for what it knows of a row itself. */
const RESERVED_NAMES = /^(file_row_number|file_index|filename)$/i

/** Refuses names under which the engine would read something else than the file's column. */
function checkNames(file: InputFile, columns: { column_name: string }[], stored: ReadonlySet<string>): void {
  for (const { column_name: name } of columns) {
    if (RESERVED_NAMES.test(name))
      throw invalid(file.name, `the column name ${name} is reserved; rename the column`)
    if (!stored.has(name))
      throw invalid(file.name, `two columns are named ${name.replace(/_\d+$/, "")}, but for case`)
  }
}

/** The canonical rows of a group of Parquet files, read where they lie. */
export async function parquetRelation(
  engine: Engine,
  group: ParquetGroup,
  paths: readonly string[],
  compile: (cells: Cells) => CompiledRecord,
): Promise<Omit<Part, "files" | "rows" | "rawOf">> {
  const list = pathList(group.files.map(({ path }) => path))
  const known = await presence(engine, list)
  const cells = new ParquetCells(columnsAt(group, paths, known))
  const compiled = compile(cells)
  const renamed = group.columns.map(({ name }, index) => `${identifier(name)} AS cell_${index}`)
  const record = group.columns.map(({ name }, index) => `${identifier(name)} := cell_${index}`)
  const relation = canonicalRows({
    cells: `SELECT *, NULL::BIGINT AS line, struct_pack(${record.join(", ")}) AS record
      FROM (SELECT file_index::BIGINT AS file, file_row_number AS row, ${renamed.join(", ")} FROM ${parquetScan(group.files.map(({ path }) => path))})`,
    passed: ["file", "row", "line", "record"],
    compiled,
    broken: [],
  })
  const unreadable = (compiled.unreadableCells ?? []).map((_, index) => `unreadable_${index}`)
  const given = Object.entries(compiled.columns).filter(([, sql]) => !sql.startsWith("NULL"))
  return {
    relation,
    columns: new Set(given.map(([name]) => name)),
    absentShares: compiled.absentShares ?? new Map(),
    faults: compiled.faults.map((_, index) => `fault_${index}`),
    unreadableCells: unreadable,
  }
}

export interface Presence {
  nullShare: number | null
  isNeverEmpty: boolean
}

/** What the statistics of Parquet files say for certain of their columns of text. */
export async function presence(engine: Engine, list: string): Promise<Map<string, Presence>> {
  const rows = await engine.rows<{ name: string; nullShare: number | null; isNeverEmpty: boolean }>(`
    SELECT path_in_schema AS name,
      CASE WHEN count(*) = count(stats_null_count) THEN sum(stats_null_count)::DOUBLE / greatest(sum(num_values), 1) END
        AS "nullShare",
      coalesce(bool_and(coalesce(stats_min_value, stats_min) > '' OR stats_null_count = num_values), false)
        AND count(*) = count(coalesce(stats_min_value, stats_min)) + count(*) FILTER (stats_null_count = num_values)
        AS "isNeverEmpty"
    FROM parquet_metadata(${list}) WHERE type = 'BYTE_ARRAY' GROUP BY 1`)
  return new Map(rows.map(({ name, ...rest }) => [name, rest]))
}

function columnsAt(
  group: ParquetGroup,
  paths: readonly string[],
  known: ReadonlyMap<string, Presence>,
): Map<string, ParquetColumn> {
  const unknown = { nullShare: null, isNeverEmpty: false }
  const columns = new Map<string, ParquetColumn>()
  for (const path of paths) {
    const whole = group.columns.findIndex(({ name }) => name === path)
    if (whole >= 0) {
      const type = group.columns[whole]?.type ?? ""
      columns.set(path, {
        sql: `cell_${whole}`,
        type,
        ...((type === "VARCHAR" ? known.get(path) : null) ?? unknown),
      })
      continue
    }
    const [first = "", ...rest] = path.split(".")
    const index = group.columns.findIndex(({ name }) => name === first)
    const type = index < 0 ? null : fieldType(group.columns[index]?.type ?? "", rest)
    if (type) columns.set(path, { sql: structField([`cell_${index}`, ...rest]), type, ...unknown })
  }
  return columns
}

/** The type of a field within DuckDB's name of a struct type, such as STRUCT(a VARCHAR, "b c" STRUCT(d INTEGER)). */
function fieldType(type: string, path: readonly string[]): string | null {
  const [name, ...rest] = path
  if (name === undefined) return type
  const fields = /^STRUCT\(([\s\S]*)\)$/.exec(type)?.[1]
  if (fields === undefined) return null
  for (const field of splitFields(fields)) {
    const match = /^\s*(?:"((?:[^"]|"")*)"|(\w+))\s+([\s\S]+)$/.exec(field)
    const fieldName = match?.[1]?.replaceAll('""', '"') ?? match?.[2]
    if (match && fieldName === name) return fieldType(match[3] ?? "", rest)
  }
  return null
}

function splitFields(fields: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  let inQuotes = false
  for (let at = 0; at < fields.length; at++) {
    const character = fields[at]
    if (character === '"') inQuotes = !inQuotes
    else if (!inQuotes && character === "(") depth++
    else if (!inQuotes && character === ")") depth--
    else if (!inQuotes && depth === 0 && character === ",") {
      parts.push(fields.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, fields.slice(start)]
}
