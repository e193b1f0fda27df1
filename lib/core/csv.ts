export type CsvCell = string | number | bigint | boolean | null

/** What spreadsheets take for the beginning of a formula, or for blanks before one; also in their full width. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
/** Also what spreadsheets of other countries part cells by: within quotes it parts nothing. */
const QUOTED = /[",;\t\r\n]|^\s|\s$/

/**
 * A row as a line of CSV (RFC 4180) that a spreadsheet may open: text that it would take for a formula gets an
 * apostrophe before it. Nothing and empty text are the same.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(",")}\r\n`
}

function cellText(cell: CsvCell): string {
  if (cell === null) return ""
  if (typeof cell !== "string") return String(cell)
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
