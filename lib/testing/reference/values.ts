import type { Row } from "./model.ts"

/** A cell that cannot be read as what its column holds. The row is malformed, or (accounts) the cell absent. */
export class Unreadable extends Error {}

const TIMESTAMP =
  /^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)| \d\d:\d\d:\d\d(\.\d{1,6})?)$/

/**
 * Microseconds since 1970, or null for what is no timestamp. "matches … and is a real instant (hour 24, second
 * 60, an offset beyond ±23:59 are not) …; digits beyond microseconds are cut; without a zone it is UTC."
 */
export function parseTimestamp(text: string): bigint | null {
  if (!TIMESTAMP.test(text)) return null
  const number = (start: number, end: number) => Number(text.slice(start, end))
  const [year, month, day] = [number(0, 4), number(5, 7), number(8, 10)]
  const [hour, minute, second] = [number(11, 13), number(14, 16), number(17, 19)]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const rest = text.slice(19)
  const zone = /([+-])(\d\d):(\d\d)$/.exec(rest)
  let offsetMinutes = 0
  if (zone !== null) {
    if (Number(zone[2]) > 23 || Number(zone[3]) > 59) return null
    offsetMinutes = (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3]))
  }
  const fraction = /^\.(\d+)/.exec(rest)?.[1] ?? ""
  const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offsetMinutes * 60
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"))
}

/** An instant that the incident file names; the reference is only given good ones. */
export function instant(text: string): bigint {
  const micros = parseTimestamp(text)
  if (micros === null) throw new Error(`not a timestamp: ${text}`)
  return micros
}

/** "digits and ms, s, m or h; default 0s", in microseconds. */
export function duration(text: string | undefined): bigint {
  const match = /^(\d+)(ms|s|m|h)$/.exec(text ?? "0s")
  if (match === null) throw new Error(`not a duration: ${text}`)
  const unit = { ms: 1_000n, s: 1_000_000n, m: 60_000_000n, h: 3_600_000_000n }[
    match[2] as "ms" | "s" | "m" | "h"
  ]
  return BigInt(match[1] ?? "0") * unit
}

/** "An identifier is text …; a JSON or Parquet integer becomes its digits; any other non-text is malformed."
 * "Empty text and null are the same: absent." */
export function text(row: Row, column: string): string | null {
  const value = row[column]
  if (value === undefined || value === null || value === "") return null
  if (typeof value === "string") return value
  if (typeof value === "bigint") return value.toString()
  if (typeof value === "number" && Number.isInteger(value)) return BigInt(value).toString()
  throw new Unreadable(column)
}

/** A timestamp cell; a number is none ("matches …, or is a Parquet timestamp"). */
export function time(row: Row, column: string): bigint | null {
  const value = row[column]
  if (value === undefined || value === null || value === "") return null
  const micros = typeof value === "string" ? parseTimestamp(value) : null
  if (micros === null) throw new Unreadable(column)
  return micros
}

export function oneOf<const T extends string>(row: Row, column: string, allowed: readonly T[]): T | null {
  const value = text(row, column)
  if (value === null) return null
  if (!(allowed as readonly string[]).includes(value)) throw new Unreadable(column)
  return value as T
}

/** "missing required field": absent where it must not be. */
export function required<T>(value: T | null, column: string): T {
  if (value === null) throw new Unreadable(column)
  return value
}

/** "byte order", "absent first". */
export function compareBytes(left: string | null, right: string | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null)
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

export function compareInstants(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0
}
