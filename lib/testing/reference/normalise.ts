import { isRaw, type ReferenceIncident, type Row, TABLES, type Value } from "./model.ts"
import { cellText } from "./text-of.ts"

export const FORMATS = ["ndjson", "json", "csv", "parquet"] as const
export type Format = (typeof FORMATS)[number]

export type ColumnType = "BIGINT" | "BOOLEAN" | "DOUBLE" | "VARCHAR"

const INT64_MAX = 2n ** 63n - 1n

function isInteger(value: Value): boolean {
  if (typeof value === "number") return Number.isInteger(value)
  return typeof value === "bigint" && value <= INT64_MAX && value >= -INT64_MAX
}

/** The type that a Parquet column gets: anything mixed, nested or textual is text. */
export function columnType(rows: Row[], column: string): ColumnType {
  const values = rows.flatMap((row) => {
    const value = row[column]
    return value === undefined || value === null ? [] : [value]
  })
  if (values.length === 0) return "VARCHAR"
  if (values.every(isInteger)) return "BIGINT"
  if (values.every((value) => typeof value === "boolean")) return "BOOLEAN"
  // A whole number in a DOUBLE column would be no integer there, while it is one in the model.
  if (values.every((value) => typeof value === "number" && !Number.isInteger(value))) return "DOUBLE"
  return "VARCHAR"
}

/** The incident that remains when it is carried by files of that format: what the reference must be given. */
export function normaliseFor(format: Format, incident: ReferenceIncident): ReferenceIncident {
  const tables = { ...incident.tables }
  for (const name of TABLES) {
    const rows = tables[name]
    if (rows !== undefined) tables[name] = normaliseRows(format, rows)
  }
  const sources = incident.sources.map((source) => ({
    ...source,
    records: normaliseRows(format, source.records),
  }))
  return { ...incident, sources, tables }
}

function normaliseRows(format: Format, rows: Row[]): Row[] {
  if (format === "ndjson") return rows
  if (format === "json") return rows.filter((row) => !isRaw(row) || isJson(row.raw))
  if (format === "csv") return rows.map((row) => (isRaw(row) ? row : textRow(row)))
  const records = rows.filter((row) => !isRaw(row))
  const types = new Map<string, ColumnType>()
  const typeOf = (column: string) => {
    const type = types.get(column) ?? columnType(records, column)
    types.set(column, type)
    return type
  }
  return records.map((row) => textRow(row, (column) => typeOf(column) === "VARCHAR"))
}

/** A JSON document can carry an element that is no object, but no bad syntax. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function textRow(row: Row, isText: (column: string) => boolean = () => true): Row {
  const cells = Object.entries(row).flatMap(([column, value]) => {
    if (value === null || value === "") return []
    return [[column, isText(column) ? cellText(value) : value] as const]
  })
  return Object.fromEntries(cells)
}
