/** A value that a query gives back: integers wider than 53 bits arrive as text, instants as UTC text. */
export type Cell = string | number | boolean | null | Cell[] | { [key: string]: Cell }
export type Row = Record<string, Cell>

/** Fraction of the running statement that is done, 0 to 1, or null where the engine cannot tell. */
export type OnFraction = (fraction: number | null) => void

/**
 * A columnar engine in a process of its own. Statements run one after the other.
 * Closing it, or the death of this process, ends the running statement and the engine.
 */
export interface Engine {
  /** Runs one or more statements for their effect. */
  run(sql: string): Promise<void>
  /** Runs one statement and gives back its rows; for results that fit comfortably in memory. */
  rows<T extends Row = Row>(sql: string): Promise<T[]>
  /** Is called a few times a second while a statement runs. */
  onFraction(listener: OnFraction | null): void
  close(): Promise<void>
}

/** A value of a query's parameter. */
export type Parameter = string | number | boolean | null

/**
 * Reads the files of results, several statements at a time. Parameters stand as $name in the statement.
 * @throws AppError unavailable when the engine is gone; it is started anew with the next call
 */
export interface Reader {
  rows<T extends Row = Row>(sql: string, parameters?: Record<string, Parameter>): Promise<T[]>
  close(): Promise<void>
}

/** Runs a short piece of work with an engine and a folder of its own, which are gone afterwards. */
export type WithEngine = <T>(work: (engine: Engine, workFolder: string) => Promise<T>) => Promise<T>
