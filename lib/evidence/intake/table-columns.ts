import { canonicalTables, eventColumns, type TableName } from "../tables.ts"
import type { FileTable } from "./file-tables.ts"

/** A table's name as people say it. */
export function wordFor(table: FileTable): string {
  return table === "access_log" ? "the access log" : table === "none" ? "none" : `the ${table}`
}

/** The canonical columns that a table must have and that these are not; of the log, only where it is canonical. */
export function missingColumns(table: Exclude<FileTable, "none">, columns: readonly string[]): string[] {
  const has = new Set(columns)
  const missing = Object.entries(columnsFor(table))
    .filter(([name, { required }]) => required && !has.has(name))
    .map(([name]) => name)
  const isWithoutObject = table === "access_log" && !has.has("device_id") && !has.has("media_id")
  return isWithoutObject ? [...missing, "device_id or media_id"] : missing
}

/** The canonical columns of a table. */
export function columnsFor(table: "access_log" | TableName) {
  return table === "access_log" ? eventColumns : canonicalTables[table].columns
}
