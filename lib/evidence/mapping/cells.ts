import { invalid } from "../../core/errors.ts"
import { identifier, literal, literalList } from "../../core/sql.ts"
import { allGroupNames } from "./patterns.ts"

/** How the records of one format offer their cells, as SQL over one record. */
export interface Cells {
  /** Text of the cell at a path, null where it is absent; of a cell that is not text, some text of it. */
  text(path: string): string
  /** Whether the cell is text, an integer or absent; `true` where that is certain. */
  isText(path: string): string
  /** The cell as an instant where its type says that it is one, else null; a bare time is one of that zone. */
  instant(path: string, zone: string): string | null
  /** The share of records, 0 to 1, that lack the cell, where it is known for certain. */
  absentShare?(path: string): number | null
  /** Whether the cell is certain not to be empty text. */
  isNeverEmpty?(path: string): boolean
}

/** Cells of a JSON record; each path that is asked for becomes a column, so that a record is parsed once. */
export class JsonCells implements Cells {
  private readonly paths = new Map<string, number>()

  text(path: string): string {
    return `text_${this.index(path)}`
  }

  isText(path: string): string {
    const index = this.index(path)
    return `CASE WHEN is_odd THEN is_text_kind(kind_${index}, text_${index}) ELSE true END`
  }

  instant(): null {
    return null
  }

  /** The list of paths as JSON pointers, and the columns that its answers become. */
  pointers(): string {
    const pointers = [...this.paths.keys()].map((path) =>
      literal(
        path
          .split(".")
          .map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`)
          .join(""),
      ),
    )
    return `[${pointers.join(", ")}]`
  }

  columns(): string {
    return [...this.paths.values()]
      .map((index) => `, texts[${index}] AS text_${index}, kinds[${index}] AS kind_${index}`)
      .join("")
  }

  private index(path: string): number {
    const index = this.paths.get(path) ?? this.paths.size + 1
    this.paths.set(path, index)
    return index
  }
}

/** Cells of a CSV record, by the header of its file. */
export class CsvCells implements Cells {
  private readonly header: readonly string[]
  private readonly file: string

  constructor(header: readonly string[], file: string) {
    this.header = header
    this.file = file
  }

  /** @throws AppError invalid when two columns have the name, for nobody knows which is meant */
  text(path: string): string {
    const index = this.header.indexOf(path)
    if (index !== this.header.lastIndexOf(path)) throw invalid(this.file, `its header names ${path} twice`)
    return index < 0 ? "NULL::VARCHAR" : `cells[${index + 1}]`
  }

  isText(): string {
    return "true"
  }

  instant(): null {
    return null
  }
}

/** Cells that the named groups of a pattern cut out of a line. */
export class PatternCells implements Cells {
  private readonly names: string[]
  private readonly pattern: string

  constructor(pattern: string) {
    this.pattern = pattern
    this.names = allGroupNames(pattern)
  }

  text(path: string): string {
    return this.names.includes(path) ? `struct_extract(groups, ${literal(path)})` : "NULL::VARCHAR"
  }

  isText(): string {
    return "true"
  }

  instant(): null {
    return null
  }

  /** The struct of all groups of one line. */
  groups(): string {
    return `regexp_extract(raw, ${literal(this.pattern)}, ${literalList(this.names)})`
  }
}

export interface ParquetColumn {
  /** SQL that reads the column or the field of a struct. */
  sql: string
  /** DuckDB's name of its type. */
  type: string
  /** By the file's own statistics: the share of nulls, and whether no text is empty; null and false where unknown. */
  nullShare: number | null
  isNeverEmpty: boolean
}

const TEXT_TYPES = /^(VARCHAR|UUID|ENUM\b.*|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/
const INSTANT_TYPES = /^TIMESTAMP/

/** Columns of a Parquet file; their types say what can be read as text. A UUID column is text. */
export class ParquetCells implements Cells {
  private readonly columns: ReadonlyMap<string, ParquetColumn>

  constructor(columns: ReadonlyMap<string, ParquetColumn>) {
    this.columns = columns
  }

  text(path: string): string {
    const column = this.columns.get(path)
    if (!column) return "NULL::VARCHAR"
    return column.type === "VARCHAR" ? column.sql : `${column.sql}::VARCHAR`
  }

  isText(path: string): string {
    const column = this.columns.get(path)
    return !column || TEXT_TYPES.test(column.type) ? "true" : `${column.sql} IS NULL`
  }

  instant(path: string, zone: string): string | null {
    const column = this.columns.get(path)
    if (!column || !INSTANT_TYPES.test(column.type)) return null
    if (column.type === "TIMESTAMP WITH TIME ZONE") return `timezone('UTC', ${column.sql})`
    const bare = column.type === "TIMESTAMP" ? column.sql : `${column.sql}::TIMESTAMP`
    return zone === "UTC" ? bare : `timezone('UTC', timezone(${literal(zone)}, ${bare}))`
  }

  absentShare(path: string): number | null {
    const column = this.columns.get(path)
    return column?.isNeverEmpty ? column.nullShare : null
  }

  isNeverEmpty(path: string): boolean {
    return this.columns.get(path)?.isNeverEmpty ?? false
  }
}

/** The SQL that descends from a column into the fields of a struct. */
export function structField(parts: readonly string[]): string {
  const [first = "", ...rest] = parts
  return rest.reduce((inner, part) => `struct_extract(${inner}, ${literal(part)})`, identifier(first))
}
