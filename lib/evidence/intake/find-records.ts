/**
 * A text, a sign or another value. A text that is cut off is one too: so none is looked for anew behind each quote.
 */
const TOKENS = /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*(?:"|$)|[{}[\]:,]|[^\s{}[\]:,"]+/g
/** Enough of a document to come to its records. */
const TOKENS_MAX = 200_000

interface FoundRecords {
  /** The keys that lead to the array; none for a document that is the array itself. */
  path: string[]
  /** Where the array begins. */
  start: number
}

type Open = { kind: "object"; key: string } | { kind: "array"; start: number }

/**
 * Finds the first array of objects in a JSON document whose beginning this is; null where there is none that keys alone
 * lead to.
 */
export function findRecords(beginning: string): FoundRecords | null {
  const open: Open[] = []
  let lastText = ""
  let before = ""
  let tokens = 0
  for (const { 0: token, index } of beginning.matchAll(TOKENS)) {
    if (++tokens > TOKENS_MAX) return null
    const top = open.at(-1)
    if (token.startsWith('"')) lastText = token
    else if (token === ":" && top?.kind === "object") top.key = textOf(lastText)
    else if (token === "{") {
      const path = before === "[" && top?.kind === "array" ? keysOf(open.slice(0, -1)) : null
      if (path && top?.kind === "array") return { path, start: top.start }
      open.push({ kind: "object", key: "" })
    } else if (token === "[") open.push({ kind: "array", start: index })
    else if (token === "}" || token === "]") open.pop()
    before = token
  }
  return null
}

/** The objects of the array that begins at `start`, of a document that may be cut off those that are whole. */
export function recordsFrom(beginning: string, start: number, recordsMax: number): object[] {
  const records: object[] = []
  let depth = 0
  let from = start
  for (const { 0: token, index } of beginning.slice(start).matchAll(TOKENS)) {
    if (token === "{" || token === "[") {
      if (depth++ === 1) from = start + index
    } else if (token === "}" || token === "]") {
      depth--
      const one = depth === 1 ? objectOf(beginning.slice(from, start + index + 1)) : null
      if (one) records.push(one)
      if (depth === 0 || records.length >= recordsMax) break
    }
  }
  return records
}

/** The JSON object that a text is, or null. */
export function objectOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** A key with a dot in it cannot be named by a path. */
function keysOf(open: readonly Open[]): string[] | null {
  const keys = open.map((one) => (one.kind === "object" ? one.key : "."))
  return keys.some((key) => key === "" || key.includes(".")) ? null : keys
}

function textOf(token: string): string {
  try {
    return String(JSON.parse(token))
  } catch {
    return token
  }
}
