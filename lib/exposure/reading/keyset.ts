import type { Parameter, Row } from "../../core/engine.ts"
import { invalid } from "../../core/errors.ts"
import { parseInstant } from "../../evidence/schemas.ts"
import type { Direction } from "./schemas.ts"

/** How a column is sorted by: an expression that orders its values, of one of these types. */
export interface SortKey {
  sql: string
  type: "VARCHAR" | "BIGINT" | "TIMESTAMP"
  /** Some rows have no value; they come last in either direction. */
  isNullable: boolean
  /** No two rows have the same value. */
  isUnique?: boolean
}

/** A total order of a list: by the key, and where that is equal by expressions that no two rows share, ascending. */
export interface ListOrder {
  sort: string
  direction: Direction
  key: SortKey
  ties: readonly string[]
}

export interface Paged {
  /** SQL conditions that hold for what comes after the cursor. */
  after: string
  /** SQL for ORDER BY. */
  orderBy: string
  /** SQL of the columns from which the next cursor is made. */
  columns: string
  parameters: Record<string, Parameter>
}

/** SQL for a page of a list in its order, from the row on that comes behind the cursor; an empty one is the beginning. */
export function paged(order: ListOrder, cursor: string): Paged {
  const { key, ties } = order
  const steps = [
    ...(key.isNullable ? [`${key.sql} IS NULL`] : []),
    `${key.sql} ${order.direction}`,
    ...(key.isUnique ? [] : ties),
  ]
  const columns = [`${key.sql}::VARCHAR AS sort_key`, ...ties.map((tie, index) => `${tie} AS tie_${index}`)]
  return { orderBy: steps.join(", "), columns: columns.join(", "), ...behind(order, cursor) }
}

function behind(order: ListOrder, cursor: string): Pick<Paged, "after" | "parameters"> {
  if (cursor === "") return { after: "true", parameters: {} }
  const { key, direction } = order
  const { value, ties } = readCursor(order, cursor)
  const parameters: Record<string, Parameter> = {}
  for (const [index, tie] of ties.entries()) parameters[`tie_${index}`] = tie
  const tied = `(${order.ties.join(", ")}) > (${ties.map((_, index) => `$tie_${index}`).join(", ")})`
  if (value === null) return { after: `${key.sql} IS NULL AND ${tied}`, parameters }
  parameters.sort_key = value
  const given = `$sort_key::${key.type}`
  const than = direction === "asc" ? ">" : "<"
  if (key.isUnique) return { after: `${key.sql} ${than} ${given}`, parameters: { sort_key: value } }
  const next = `(${key.sql} ${than}= ${given} AND (${key.sql} ${than} ${given} OR ${tied}))`
  return { after: key.isNullable ? `(${next} OR ${key.sql} IS NULL)` : next, parameters }
}

/** The place of a row in a list, for the address of what comes after it. */
export function cursorAt({ sort, direction, ties }: ListOrder, row: Row): string {
  return JSON.stringify([sort, direction, row.sort_key, ...ties.map((_, index) => row[`tie_${index}`])])
}

function readCursor(
  { sort, direction, key, ties }: ListOrder,
  cursor: string,
): { value: string | null; ties: string[] } {
  const parts = parsedList(cursor)
  if (parts === null || parts.length !== 3 + ties.length) throw invalid("cursor", "is no cursor")
  const [ofSort, ofDirection, value, ...places] = parts
  if (ofSort !== sort || ofDirection !== direction)
    throw invalid("cursor", "belongs to another order; begin with the first page")
  const isKey = value === null ? key.isNullable : typeof value === "string" && isOf[key.type](value)
  if (!isKey || !places.every((place) => typeof place === "string")) throw invalid("cursor", "is no cursor")
  return { value: value as string | null, ties: places as string[] }
}

/** Whether the engine takes a cursor's text for a value of that type. */
const isOf: Record<SortKey["type"], (text: string) => boolean> = {
  VARCHAR: () => true,
  BIGINT: (text) => /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text),
  TIMESTAMP: (text) => parseInstant(text) !== null,
}

function parsedList(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
