import { literal, literalList } from "../../core/sql.ts"
import type { Condition, Mapping, MappingField } from "../schemas.ts"
import { type Column, eventColumns } from "../tables.ts"
import type { Cells } from "./cells.ts"
import { allGroupNames, toRe2 } from "./patterns.ts"

/** A reason to call a record malformed: the first whose condition holds is the one. */
export interface Fault {
  when: string
  reason: string
  /** It shows in the time, action or outcome alone, by which coverage gathers rows: there it is judged once for all. */
  isGathered?: boolean
}

/** A record as SQL over its cells: an expression for each canonical column, and what keeps it from being one. */
export interface CompiledRecord {
  columns: Record<string, string>
  /** Over the cells and the canonical columns by name. */
  faults: Fault[]
  /** Whether a rule says that the record is no access; tried before anything else is parsed. */
  isIgnored: string
  /** The share of records, 0 to 1, that lack a canonical column, where it is known for certain. */
  absentShares?: ReadonlyMap<string, number>
  /** Conditions for cells of a lenient table that could not be read and were left out. */
  unreadableCells?: readonly string[]
}

/** How a mapping reads one record as an access event. `zone` and patterns have been checked before. */
export function compileEvent(mapping: Mapping, cells: Cells): CompiledRecord {
  const columns: Record<string, string> = {}
  const faults: Fault[] = []
  const rules = compileRules(mapping, cells)
  if (rules)
    faults.push({ when: `${rules.decision} = 'reject'`, reason: literal("no rule of the mapping takes it") })

  columns.at = instantOf(mapping, cells)
  faults.push({
    when: `"at" IS NULL`,
    reason: unreadable("at", textOf(mapping.time.path, cells)),
    isGathered: true,
  })

  for (const [name, column] of Object.entries(eventColumns)) {
    if (name === "at") continue
    const field = mapping.fields[name as keyof Mapping["fields"]]
    const fromField = field ? fieldText(field, cells) : "NULL::VARCHAR"
    if (field && isTextOf(field.path, cells) !== "true")
      faults.push({ when: `NOT ${isTextOf(field.path, cells)}`, reason: unreadable(name, name) })
    columns[name] = name === "action" || name === "outcome" ? withRule(rules?.[name], fromField) : fromField
    faults.push(...wordFaults(name, column))
  }
  const absentShares = absentSharesOf(mapping, cells)
  if (absentShares.get("device_id") !== 0 && absentShares.get("media_id") !== 0)
    faults.push({
      when: "(device_id IS NULL AND media_id IS NULL)",
      reason: literal("neither device_id nor media_id"),
    })
  return { columns, faults, isIgnored: rules ? `${rules.decision} = 'ignore'` : "false", absentShares }
}

function absentSharesOf({ fields }: Mapping, cells: Cells): Map<string, number> {
  const shares = new Map<string, number>()
  for (const [name, field] of Object.entries(fields)) {
    const [path, ...others] = field?.path ?? []
    if (path === undefined || others.length > 0 || field?.extract !== undefined) continue
    const share = cells.absentShare?.(path) ?? null
    if (share !== null) shares.set(name, share)
  }
  return shares
}

/** How a canonical table's own columns are read; `lenient` cells become absent where they cannot be read. */
export function compileRow(columns: Record<string, Column>, lenient: boolean, cells: Cells): CompiledRecord {
  const compiled: CompiledRecord = { columns: {}, faults: [], isIgnored: "false" }
  const unreadableCells: string[] = []
  for (const [name, column] of Object.entries(columns)) {
    const native = column.kind === "instant" ? cells.instant(name, "UTC") : null
    const text = presentText(name, cells)
    const value = native ?? (column.kind === "instant" ? `instant(${text}, 'UTC')` : text)
    const checks = native
      ? []
      : [cells.isText(name), shapeOf(column, text, value)].filter((one) => one !== "true")
    const isBad = checks.length === 0 ? "false" : `(NOT coalesce(${checks.join(" AND ")}, true))`
    const isAbsent = `${native ?? text} IS NULL`
    if (lenient && !column.required) {
      compiled.columns[name] = isBad === "false" ? value : `CASE WHEN NOT ${isBad} THEN ${value} END`
      if (isBad !== "false") unreadableCells.push(isBad)
      continue
    }
    compiled.columns[name] = value
    const words = Array.isArray(column.kind) ? (column.kind as readonly string[]) : undefined
    if (isBad !== "false") compiled.faults.push({ when: isBad, reason: unreadable(name, text, words) })
    if (column.required && cells.absentShare?.(name) !== 0)
      compiled.faults.push({ when: isAbsent, reason: literal(`${name}: is missing`) })
  }
  return { ...compiled, unreadableCells }
}

function shapeOf(column: Column, text: string, value: string): string {
  if (column.kind === "text") return "true"
  if (column.kind === "instant") return `(${text} IS NULL OR ${value} IS NOT NULL)`
  if (column.kind instanceof RegExp) return `regexp_full_match(${text}, ${literal(column.kind.source)})`
  return isOneOf(text, column.kind)
}

/** A function call and no IN: the engine judges a call once for each word of a dictionary, an IN for each row. */
function isOneOf(text: string, words: readonly string[]): string {
  return `list_contains(${literalList(words)}, ${text})`
}

function wordFaults(name: string, column: Column): Fault[] {
  if (!Array.isArray(column.kind)) return []
  const words = column.kind.map(literal).join(", ")
  const unknown = {
    when: `${name} NOT IN (${words})`,
    reason: unreadable(name, name, column.kind),
    isGathered: true,
  }
  const missing = { when: `${name} IS NULL`, reason: literal(`${name}: is missing`), isGathered: true }
  return column.required ? [unknown, missing] : [unknown]
}

function unreadable(name: string, text: string, words?: readonly string[]): string {
  const expected = words ? `is none of ${words.join(", ")}` : "cannot be read"
  return `CASE WHEN ${text} IS NULL THEN ${literal(`${name}: is missing`)} ELSE concat(${literal(`${name}: `)}, left(${text}, 80), ${literal(` ${expected}`)}) END`
}

function presentText(path: string, cells: Cells): string {
  const text = cells.text(path)
  return cells.isNeverEmpty?.(path) || text.startsWith("NULL") ? text : `present(${text})`
}

/** The text at the first of several paths that is there. */
function textOf(paths: readonly string[], cells: Cells): string {
  const texts = paths.map((path) => presentText(path, cells))
  return texts.length === 1 ? (texts[0] ?? "") : `coalesce(${texts.join(", ")})`
}

/** Whether the cell at the first of several paths that is there is text. */
function isTextOf(paths: readonly string[], cells: Cells): string {
  const checks = paths.map((path) => cells.isText(path))
  if (checks.every((check) => check === "true")) return "true"
  if (checks.length === 1) return `(${checks[0]})`
  const cases = paths.map(
    (path, index) => `WHEN ${presentText(path, cells)} IS NOT NULL THEN ${checks[index]}`,
  )
  return `(CASE ${cases.join(" ")} ELSE true END)`
}

function fieldText(field: MappingField, cells: Cells): string {
  const text = textOf(field.path, cells)
  if (field.extract === undefined) return text
  const pattern = toRe2(field.extract)
  return `present(struct_extract(regexp_extract(${text}, ${literal(pattern)}, ${literalList(allGroupNames(pattern))}), 'value'))`
}

const PER_SECOND = { s: 1, ms: 1_000, us: 1_000_000 }

/** The instant at the first of the time's paths that is there, by its type or by its text. */
function instantOf({ time }: Mapping, cells: Cells): string {
  const native = time.path.map((path) => cells.instant(path, time.zone))
  if (native.every((sql) => sql === null)) return readInstant(time, textOf(time.path, cells))
  const cases = time.path.map((path, index) => {
    const text = presentText(path, cells)
    return `WHEN ${native[index] ?? text} IS NOT NULL THEN ${native[index] ?? readInstant(time, text)}`
  })
  return cases.length === 1 ? (native[0] ?? "") : `CASE ${cases.join(" ")} END`
}

function readInstant({ unit, format, zone }: Mapping["time"], text: string): string {
  if (unit) return `epoch_instant(${text}, ${PER_SECOND[unit]})`
  if (!format) return `instant(${text}, ${literal(zone)})`
  // A pattern with an offset gives an instant, one without a bare time in the mapping's zone.
  const parsed = `try_strptime(${text}, ${literal(format)})`
  return /%[zZ]/.test(format)
    ? `timezone('UTC', ${parsed}::TIMESTAMPTZ)`
    : `timezone('UTC', timezone(${literal(zone)}, ${parsed}::TIMESTAMP))`
}

interface CompiledRules {
  /** 'ignore', 'reject' or 'take'. */
  decision: string
  action: string
  outcome: string
}

/** The first rule that matches decides; without an `otherwise` the rest is rejected. */
function compileRules(mapping: Mapping, cells: Cells): CompiledRules | null {
  if (!mapping.rules) return null
  const decision: string[] = []
  const action: string[] = []
  const outcome: string[] = []
  let otherwise = "reject"
  for (const rule of mapping.rules) {
    if ("otherwise" in rule) {
      otherwise = rule.otherwise
      continue
    }
    const when = conditionsOf(rule.when, cells)
    const isTaken = rule.action !== "ignore" && rule.action !== "reject"
    decision.push(`WHEN ${when} THEN ${literal(isTaken ? "take" : rule.action)}`)
    action.push(`WHEN ${when} THEN ${isTaken ? literal(rule.action) : "NULL"}`)
    outcome.push(`WHEN ${when} THEN ${rule.outcome ? literal(rule.outcome) : "NULL"}`)
  }
  if (decision.length === 0) return { decision: literal(otherwise), action: "NULL", outcome: "NULL" }
  return {
    decision: `(CASE ${decision.join(" ")} ELSE ${literal(otherwise)} END)`,
    action: `(CASE ${action.join(" ")} END)`,
    outcome: `(CASE ${outcome.join(" ")} END)`,
  }
}

function conditionsOf(when: Record<string, Condition>, cells: Cells): string {
  const parts = Object.entries(when).map(([path, condition]) => {
    const text = presentText(path, cells)
    if ("matches" in condition)
      return `coalesce(regexp_matches(${text}, ${literal(toRe2(condition.matches))}), false)`
    const values = condition.values
      .filter((value) => value !== null && value !== "")
      .map((value) => literal(value))
    const isOneOf = values.length > 0 ? `coalesce(${text} IN (${values.join(", ")}), false)` : "false"
    return condition.values.length > values.length ? `(${text} IS NULL OR ${isOneOf})` : isOneOf
  })
  return parts.length === 0 ? "true" : parts.join(" AND ")
}

function withRule(fromRule: string | undefined, fromField: string): string {
  return fromRule === undefined ? fromField : `coalesce(${fromRule}, ${fromField})`
}
