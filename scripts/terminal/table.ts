import { printable } from "../../lib/core/printable.ts"

const CELL_WIDTH_MAX = 64

/** Rows as a plain text table whose columns line up; figures to the right, text to the left. */
export function textTable(rows: readonly (readonly string[])[], header?: readonly string[]): string {
  const all = header ? [header, ...rows] : rows
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => shown(row[column]).length)))
  const isFigures = widths.map((_, column) => rows.every((row) => /^[\d,.%<> -]*$/.test(row[column] ?? "")))
  const lines = all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return isFigures[column] ? shown(cell).padStart(width) : shown(cell).padEnd(width)
      })
      .join("  ")
      .trimEnd(),
  )
  return lines.map((line) => `  ${line}`).join("\n")
}

/** Text as a terminal may show it: control characters as what they are, long text cut. */
export function shown(text: string | undefined): string {
  const safe = printable(text ?? "").replaceAll("\n", "\ufffd")
  return safe.length > CELL_WIDTH_MAX ? `${safe.slice(0, CELL_WIDTH_MAX - 1)}…` : safe
}
