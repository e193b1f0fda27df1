import { literal } from "../../core/sql.ts"
import type { InputFile } from "../files/find-files.ts"

/** One input as the summary names it. */
export interface Input {
  table: string
  /** The source's name for the access log, null for other tables. */
  source: string | null
  path: string
  bytes: number
  sha256: string
  rows: number
}

/**
 * Files of one table or source that the engine reads as one relation, because their records have one shape.
 * The relation has the canonical columns and:
 *   file (index into `files`), row (in the file), line (of the text, or null), record (see `rawOf`), and what
 *   relation.ts says of ignored and malformed ones
 */
export interface Part {
  relation: string
  files: InputFile[]
  /** SQL that makes a record's raw text from its column `record`. */
  rawOf: string
  rows: number
  /** The canonical columns that this part's records can hold at all. */
  columns: ReadonlySet<string>
  /** The share of records, 0 to 1, that lack one of them, where the files' own statistics tell. */
  absentShares: ReadonlyMap<string, number>
  /** Conditions on the relation that give each one reason why a row is malformed; together they give all. */
  faults: readonly string[]
  /** The same for cells that could not be read and were left out. */
  unreadableCells: readonly string[]
}

/** SQL for the path of the file in which a row of a part lies. */
export function pathOf(part: Part): string {
  return `[${part.files.map(({ name }) => literal(name)).join(", ")}][file + 1]`
}
