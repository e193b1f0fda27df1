import { readFileSync } from "node:fs"
import { parseDocument, visit } from "yaml"
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
  const value = withoutNulls(file.endsWith(".json") ? parseJson(text, name) : parseYaml(text, name))
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(name, "must be keys with values")
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(name, described(parsed.error, value))
}

function read(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\ufeff/, "")
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw invalid(name, code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`, cause)
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalid(name, `is not JSON: ${(cause as Error).message}`, cause)
  }
}

function parseYaml(text: string, name: string): unknown {
  const document = parseDocument(text, { intAsBigInt: true })
  const error = document.errors[0]
  if (error) throw invalid(name, `is not YAML: ${error.message.split("\n")[0]}`, error)
  // An identifier such as 007, 1e5 or 0x1F, which YAML takes for a number, stays as it was written.
  visit(document, {
    Scalar(_, node) {
      const isWhole = typeof node.value === "bigint" || Number.isInteger(node.value)
      if (isWhole && node.source !== undefined && node.source !== String(node.value)) node.value = node.source
    },
  })
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw invalid(name, `is not YAML: ${(cause as Error).message}`, cause)
  }
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

/** The first thing that is wrong, with the key that it is about. */
function described(error: z.ZodError, value: unknown): string {
  const { path, issue } = deepest(error.issues[0] as Issue, [])
  if (issue.code === "unrecognized_keys")
    return `${keyOf([...path, issue.keys[0] ?? ""])}: is not a known key`
  const at = path.reduce<unknown>(
    (one, part) => (one as Record<PropertyKey, unknown> | undefined)?.[part],
    value,
  )
  if (at === undefined && issue.code !== "custom") return `${keyOf(path)}: is missing`
  return `${keyOf(path)}: ${issue.message.replace(/^Invalid (input|option): e/, "e")}`
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
