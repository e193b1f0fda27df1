import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"
import type { Row, Value } from "./model.ts"
import { type ColumnType, columnType } from "./normalise.ts"
import { cellText } from "./text-of.ts"
import { parseTimestamp } from "./values.ts"

let shared: Promise<DuckDBConnection> | undefined

/** One in-memory DuckDB for the tests' own reading and writing: modest, and in UTC. */
export function testConnection(): Promise<DuckDBConnection> {
  shared ??= (async () => {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "512MB" })
    const connection = await instance.connect()
    await connection.run("set TimeZone = 'UTC'")
    return connection
  })()
  return shared
}

const TIME_COLUMNS = [
  "at",
  "valid_from",
  "valid_to",
  "recorded_at",
  "started_at",
  "ended_at",
  "seen_at",
  "last_active_at",
]

export type TimeType = "VARCHAR" | "TIMESTAMP" | "TIMESTAMP WITH TIME ZONE"

export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Time columns get `timeType` where all of their values are timestamps; text of timestamps is allowed too. */
function sqlType(rows: Row[], column: string, timeType: TimeType): ColumnType | TimeType {
  const type = columnType(rows, column)
  if (type !== "VARCHAR" || !TIME_COLUMNS.includes(column)) return type
  const isAllTime = rows.every((row) => {
    const text = cellText(row[column])
    return text === "" || parseTimestamp(text) !== null
  })
  return isAllTime ? timeType : type
}

function sqlValue(value: Value | undefined, type: ColumnType | TimeType): string {
  if (value === undefined || value === null) return "null"
  if (type === "VARCHAR") return sqlText(cellText(value))
  if (type !== "TIMESTAMP" && type !== "TIMESTAMP WITH TIME ZONE") return `${cellText(value)}::${type}`
  const micros = parseTimestamp(cellText(value))
  return micros === null ? "null" : `make_timestamp(${micros}::BIGINT)::${type}`
}

/** `all` decides the types, so that the files of one table agree; `rows` are what this file holds. */
export async function writeParquet(
  path: string,
  rows: Row[],
  columns: string[],
  all: Row[],
  timeType: TimeType,
): Promise<void> {
  const connection = await testConnection()
  const types = columns.map((column) => sqlType(all, column, timeType))
  const definitions = columns.map((column, index) => `"${column}" ${types[index]}`).join(", ")
  await connection.run(`create or replace table written (${definitions})`)
  if (rows.length > 0) {
    const tuples = rows.map(
      (row) =>
        `(${columns.map((column, index) => sqlValue(row[column], types[index] ?? "VARCHAR")).join(", ")})`,
    )
    await connection.run(`insert into written values ${tuples.join(", ")}`)
  }
  await connection.run(`copy written to ${sqlText(path)} (format parquet)`)
}
