import type { Value } from "./model.ts"

/** JSON as text; a bigint is an integer with all of its digits. */
export function jsonText(value: Value): string {
  if (typeof value === "bigint") return value.toString()
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${jsonText(member)}`)
    return `{${members.join(",")}}`
  }
  return JSON.stringify(value)
}

/** A cell of a format in which everything is text: nothing for null. */
export function cellText(value: Value | undefined): string {
  if (value === undefined || value === null) return ""
  if (typeof value === "string") return value
  return jsonText(value)
}

const CSV_COLUMN_COUNT_MIN = 2

/** The columns of a table's file: those that must be there, and all that any of its rows uses. */
export function columnsOf(rows: { [column: string]: Value }[], required: readonly string[]): string[] {
  const columns = new Set(required)
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column)
  // A file of one column could not tell an empty row from a blank line.
  for (let filler = 1; columns.size < CSV_COLUMN_COUNT_MIN; filler += 1) columns.add(`extra_${filler}`)
  return [...columns]
}
