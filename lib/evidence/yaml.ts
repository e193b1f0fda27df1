import { readFileSync } from "node:fs"
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml"
import type { z } from "zod"
import { invalid } from "../core/errors.ts"

/** Keys of a mapping under which null is a value ("absent"), not an absent key. */
const NULL_IS_A_VALUE = new Set(["when", "record", "event"])

/**
 * Reads a YAML or JSON file of one shape. A key with null is an absent key.
 * @throws AppError invalid with one line that names the file and the key
 */
export function readYaml<T extends z.ZodType>(file: string, name: string, schema: T): z.output<T> {
  const text = read(file, name)
  return checked(file.endsWith(".json") ? parseJson(text, name) : parseYaml(text, name), name, schema)
}

/**
 * Reads a text as `readYaml` reads a file; JSON is YAML. For people who have the text before them.
 * @throws AppError invalid that names the text, the key, and the line where there is one
 */
export function readYamlText<T extends z.ZodType>(text: string, name: string, schema: T): z.output<T> {
  return checked(parseYaml(text.replace(/^\ufeff/, ""), name, true), name, schema)
}

/** What a text says, and in which line of it a path of keys stands, where that is told. */
interface Parsed {
  value: unknown
  lineOf: (path: readonly PropertyKey[]) => number | null
}

function checked<T extends z.ZodType>(parsed: Parsed, name: string, schema: T): z.output<T> {
  const value = withoutNulls(parsed.value)
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(name, "must be keys with values")
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { path, message } = described(result.error, value)
  throw invalid(placeOf(name, parsed.lineOf(path)), `${keyOf(path)}: ${message}`)
}

function placeOf(name: string, line: number | null | undefined): string {
  return line ? `${name}, line ${line}` : name
}

function read(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\ufeff/, "")
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw invalid(name, code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`, cause)
  }
}

function parseJson(text: string, name: string): Parsed {
  try {
    return { value: JSON.parse(text), lineOf: () => null }
  } catch (cause) {
    throw invalid(name, `is not JSON: ${(cause as Error).message}`, cause)
  }
}

function parseYaml(text: string, name: string, tellsLines = false): Parsed {
  const lines = new LineCounter()
  const document = parseDocument(text, { intAsBigInt: true, lineCounter: lines })
  const error = document.errors[0]
  if (error) throw notYaml(name, error.message, error, tellsLines ? error.linePos?.[0].line : null)
  // An identifier such as 007, 1e5 or 0x1F, which YAML takes for a number, stays as it was written.
  visit(document, {
    Scalar(_, node) {
      const isWhole = typeof node.value === "bigint" || Number.isInteger(node.value)
      if (isWhole && node.source !== undefined && node.source !== String(node.value)) node.value = node.source
    },
  })
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return { value, lineOf: (path) => (tellsLines ? lineOf(document, path, lines) : null) }
  } catch (cause) {
    throw notYaml(name, (cause as Error).message, cause, null)
  }
}

function notYaml(name: string, message: string, cause: unknown, line: number | null | undefined) {
  const [first = ""] = message.split("\n")
  const words = line ? first.replace(/ at line \d+, column \d+:?$/, "") : first
  return invalid(placeOf(name, line), `is not YAML: ${words}`, cause)
}

/** The line of the deepest key on the path that stands in the document; none where even the first does not. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number | null {
  let node: unknown = document.contents
  let offset: number | undefined
  for (const part of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === part)
      : undefined
    const found: unknown = pair ? pair.key : isSeq(node) ? node.items[Number(part)] : undefined
    if (found === undefined) break
    if (isNode(found)) offset = found.range?.[0] ?? offset
    node = pair ? pair.value : found
  }
  return offset === undefined ? null : lines.linePos(offset).line
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).filter(([key, one]) => one !== null || NULL_IS_A_VALUE.has(key))
  return Object.fromEntries(
    entries.map(([key, one]) => [key, NULL_IS_A_VALUE.has(key) ? one : withoutNulls(one)]),
  )
}

type Issue = z.core.$ZodIssue

/** The first thing that is wrong, and the key that it is about. */
function described(error: z.ZodError, value: unknown): { path: PropertyKey[]; message: string } {
  const { path, issue } = deepest(error.issues[0] as Issue, [])
  if (issue.code === "unrecognized_keys")
    return { path: [...path, issue.keys[0] ?? ""], message: "is not a known key" }
  const at = path.reduce<unknown>(
    (one, part) => (one as Record<PropertyKey, unknown> | undefined)?.[part],
    value,
  )
  if (at === undefined && issue.code !== "custom") return { path, message: "is missing" }
  return { path, message: issue.message.replace(/^Invalid (input|option): e/, "e") }
}

/** Of the ways in which a value fails a choice of shapes, the one that comes furthest. */
function deepest(issue: Issue, above: PropertyKey[]): { path: PropertyKey[]; issue: Issue } {
  const path = [...above, ...issue.path]
  if (issue.code !== "invalid_union") return { path, issue }
  const candidates = issue.errors
    .filter((issues) => issues.length > 0)
    .map((issues) => deepest(issues[0] as Issue, path))
    .sort((a, b) => reach(b) - reach(a))
  const best = candidates[0]
  return best && reach(best) > path.length ? best : { path, issue }
}

function reach({ path, issue }: { path: PropertyKey[]; issue: Issue }): number {
  return path.length + (issue.code === "unrecognized_keys" ? 1 : 0)
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (key, part) =>
      typeof part === "number" ? `${key}[${part}]` : key === "" ? String(part) : `${key}.${String(part)}`,
    "",
  )
}
