import type { Engine } from "../../core/engine.ts"
import { invalid } from "../../core/errors.ts"
import { literal } from "../../core/sql.ts"
import { recordRows } from "../reading/text-part.ts"
import { type Mapping, parseInstant } from "../schemas.ts"
import { compileEvent } from "./compile.ts"
import type { LoadedMapping } from "./load-mapping.ts"
import { toRe2 } from "./patterns.ts"

/**
 * Checks a mapping's patterns, zone and time format with the engine, and runs its tests, before every use.
 * @throws AppError invalid naming the mapping and the pattern or test that fails
 */
export async function testMapping(engine: Engine, { name, mapping }: LoadedMapping): Promise<void> {
  for (const [key, expression] of expressionsOf(mapping)) {
    try {
      await engine.rows(`SELECT ${expression}`)
    } catch (cause) {
      throw invalid(name, `${key}: ${(cause as Error).message.split("\n")[0]}`, cause)
    }
  }
  if (mapping.tests.length === 0) return
  const got = await engine.rows(`SELECT * FROM (${testRows(mapping)}) ORDER BY line`)
  for (const [index, test] of mapping.tests.entries()) {
    const difference = differenceOf(test.event, got[index] ?? {})
    if (difference) throw invalid(name, `tests[${index}]: ${difference}`)
  }
}

/** Everything in a mapping that only the engine can judge, by key. */
function expressionsOf({ time, fields, rules, format }: Mapping): [key: string, sql: string][] {
  const matches = (pattern: string) => `regexp_matches('', ${literal(toRe2(pattern))})`
  const expressions: [string, string][] = []
  if (format?.pattern) expressions.push(["format.pattern", matches(format.pattern)])
  for (const [name, field] of Object.entries(fields)) {
    if (field?.extract) expressions.push([`fields.${name}.extract`, matches(field.extract)])
  }
  for (const [index, rule] of (rules ?? []).entries()) {
    for (const [path, condition] of Object.entries("when" in rule ? rule.when : {})) {
      if ("matches" in condition)
        expressions.push([`rules[${index}].when.${path}`, matches(condition.matches)])
    }
  }
  expressions.push(["time.zone", `timezone(${literal(time.zone)}, now())`])
  if (time.format)
    expressions.push(["time.format", `strftime(TIMESTAMP '2024-02-16 14:00:00', ${literal(time.format)})`])
  return expressions
}

function testRows(mapping: Mapping): string {
  const isPattern = mapping.format?.type === "regex"
  const records = mapping.tests.map(({ record }, index) => {
    const raw = typeof record === "string" ? record : jsonOf(record)
    return `SELECT ${index} AS line, ${literal(raw)} AS raw, NULL::VARCHAR AS fault, NULL::VARCHAR AS escaped`
  })
  return recordRows(records.join(" UNION ALL "), {
    format: isPattern ? "regex" : "ndjson",
    recordsPath: [],
    pattern: mapping.format?.pattern === undefined ? null : toRe2(mapping.format.pattern),
    compile: (cells) => compileEvent(mapping, cells),
  })
}

/** JSON in which integers keep all their digits. */
function jsonOf(record: unknown): string {
  const marked = JSON.stringify(record, (_, value) =>
    typeof value === "bigint" ? `integer ${value}` : value,
  )
  return marked.replaceAll(/"integer (-?\d+)"/g, "$1")
}

function differenceOf(
  expected: Mapping["tests"][number]["event"],
  got: Record<string, unknown>,
): string | null {
  const fate = got.is_malformed ? "reject" : got.is_ignored ? "ignore" : "take"
  if (expected === null) return fate === "take" ? "the record is taken, none is expected" : null
  if (typeof expected === "string")
    return fate === expected ? null : `the record meets ${fate}${why(got)}, ${expected} is expected`
  if (fate !== "take") return `the record meets ${fate}${why(got)}, an event is expected`
  for (const [field, value] of Object.entries(expected)) {
    const wanted = wantedText(field, value)
    const actual = actualText(field, got[field])
    if (wanted !== actual)
      return `${field} is ${JSON.stringify(actual)}, ${JSON.stringify(wanted)} is expected`
  }
  return null
}

function why(got: Record<string, unknown>): string {
  return typeof got.reason === "string" ? ` (${got.reason})` : ""
}

function wantedText(field: string, value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null
  return field === "at" ? String(parseInstant(String(value)) ?? value) : String(value)
}

function actualText(field: string, value: unknown): string | null {
  if (field === "outcome") return (value as string | null) ?? "allowed"
  if (value === null || value === undefined) return null
  return field === "at" ? String(parseInstant(String(value))) : String(value)
}
