import { printable } from "../../core/printable.ts"

/** What a file's content is, whatever its name says. */
export type Content =
  | "csv"
  | "ndjson"
  | "json"
  | "parquet"
  | "lines"
  | "mapping"
  | "incident"
  | "other"
  | "empty"
  | "unreadable"

/** What was seen of the beginning of a file. */
export interface Look {
  path: string
  content: Content
  /** Whether all of the file was seen. */
  isWhole: boolean
  /** A CSV file's header; the paths of the cells of JSON and Parquet records, parted by dots. */
  columns: string[]
  /** The first records: their cells by column or path, absent ones left out. */
  records: Record<string, string>[]
  /** The first lines of a text that is neither CSV nor JSON. */
  lines: string[]
  /** Where the records lie in a JSON document. */
  recordsPath: string[]
  /** The text of a mapping. */
  text: string
  /** Why it cannot be read, in the user's words. */
  problem: string | null
}

export function emptyLook(path: string): Look {
  return {
    path,
    content: "empty",
    isWhole: true,
    columns: [],
    records: [],
    lines: [],
    recordsPath: [],
    text: "",
    problem: null,
  }
}

const DEPTH_MAX = 6
const CELLS_MAX = 500
/** A person's log has not more columns; what else it has is no part of the guess. */
export const COLUMNS_MAX = 2_000

/**
 * The cells of a JSON record by the paths under which a mapping finds them. A list has none, and neither has what lies
 * under a key with a dot in it.
 */
export function flattened(record: object): Record<string, string> {
  const cells: [string, string][] = []
  const walk = (value: unknown, path: string, depth: number): void => {
    if (cells.length >= CELLS_MAX || value === null || value === "" || Array.isArray(value)) return
    if (typeof value === "object") {
      if (depth >= DEPTH_MAX) return
      for (const [key, inner] of Object.entries(value as object))
        if (key !== "" && !key.includes(".")) walk(inner, path === "" ? key : `${path}.${key}`, depth + 1)
    } else if (path !== "") cells.push([path, String(value)])
  }
  walk(record, "", 0)
  return Object.fromEntries(cells)
}

/** The columns that records have, in the order in which they first appear. */
export function columnsOf(records: readonly Record<string, string>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].slice(0, COLUMNS_MAX)
}

/** Column names as a message shows them. */
export function namesOf(columns: readonly string[], shownMax: number): string {
  const names = columns.slice(0, shownMax).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name))
  const text = names.join(", ") + (columns.length > shownMax ? ", …" : "")
  return printable(text).replaceAll(/\p{Cs}/gu, "\ufffd")
}

/** The values of a column in the first records, absent ones left out. */
export function valuesOf(records: readonly Record<string, string>[], column: string): string[] {
  return records.flatMap((record) => (Object.hasOwn(record, column) ? [record[column] ?? ""] : []))
}
