import { type Content, namesOf } from "./look.ts"
import type { FileTable } from "./schemas.ts"
import { missingColumns, wordFor } from "./table-columns.ts"

/** What was seen of a file, as far as it decides what the file can be. */
export interface Seen {
  /** What the content is. */
  content: Content
  /** What the name says that it is; null where it says nothing that is known. */
  format: "csv" | "ndjson" | "json" | "parquet" | "regex" | null
  columns: readonly string[]
  recordsPath: readonly string[]
  /** Why it cannot be read, whatever it is. */
  unreadable: string | null
}

/**
 * What stands in the way of reading a file as a table, in the user's words; null where nothing does. How a file of the
 * access log is read is the mapping's affair, which the preview shows.
 */
export function problemAs(table: FileTable, seen: Seen): string | null {
  if (table === "none") return null
  if (seen.unreadable) return seen.unreadable
  if (seen.content === "mapping" || seen.content === "incident" || seen.content === "other")
    return `it is YAML, which ${wordFor(table)} cannot be`
  if (table === "access_log") return null
  const isEmpty = seen.content === "empty" && seen.format === "ndjson"
  return isEmpty ? null : (formProblem(seen) ?? columnProblem(table, seen))
}

const endings = { csv: ".csv", ndjson: ".ndjson", json: ".json", parquet: ".parquet" } as const

function formProblem({ content, format, recordsPath }: Seen): string | null {
  if (content === "lines" || content === "empty")
    return "a table must be CSV with commas, NDJSON, a JSON list or Parquet, which its content is not; save it as CSV"
  if (content !== format && content in endings)
    return `its content is ${wordsFor[content as keyof typeof endings]}; let its name end in ${endings[content as keyof typeof endings]}`
  if (recordsPath.length > 0)
    return `its records lie under ${recordsPath.join(".")}; a table must be a JSON list of records`
  return null
}

const wordsFor = {
  csv: "CSV",
  ndjson: "JSON with a record a line",
  json: "one JSON document",
  parquet: "Parquet",
} as const

function columnProblem(table: Exclude<FileTable, "none" | "access_log">, { columns }: Seen): string | null {
  const missing = missingColumns(table, columns)
  if (missing.length === 0) return null
  const lack = missing.length === 1 ? "column" : "columns"
  const has = columns.length === 0 ? "none" : namesOf(columns, 12)
  return `lacks the ${lack} ${missing.join(", ")}, which ${wordFor(table)} must have; it has ${has}`
}
