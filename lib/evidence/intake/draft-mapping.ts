import { draftRules, quoted } from "./draft-rules.ts"
import { findRoles, type Roles, type Sample } from "./find-roles.ts"
import { valuesOf } from "./look.ts"
import { readAddresses } from "./read-addresses.ts"

/** The format that a mapping must declare because a file's name does not tell it. */
export interface DeclaredFormat {
  type: "json" | "ndjson" | "csv" | "parquet" | "regex"
  records?: string
  pattern?: string
}

export interface DraftInput {
  source: string
  sample: Sample
  format: DeclaredFormat | null
  /** Conditions of lines that are no records. */
  headers: readonly string[]
}

const fieldsOfColumns = [
  "event_id",
  "account_id",
  "device_id",
  "media_id",
  "session_id",
  "ip",
  "user_agent",
  "request_id",
] as const
/** Keeps what is more than the single dash by which lines say that there is nothing. */
const NO_DASH = "^(?<value>[^-]|..+)$"
/** An address without what follows its path. */
const WHOLE_PATH = "^(?:[A-Z]+ )?(?<value>[^?# ]+)"

/**
 * Drafts a mapping from the names and values of a log's first records: a proposal that a person checks against rows, not
 * a finding. Comments in it say what is doubtful.
 */
export function draftMapping({ source, sample, format, headers }: DraftInput): string {
  const roles = findRoles(sample)
  const rules = draftRules(roles, sample, headers)
  const fields = [...fieldLines(roles, sample, format?.type === "regex"), ...rules.fields]
  return [
    "# Drafted from the names and values of the log's first records. Check it against the rows of the preview, and add",
    "# tests: records with the event that each must become.",
    `source: ${quoted(source)}`,
    ...(format ? [`format: ${formatText(format)}`] : []),
    ...timeLines(roles, sample),
    fields.length > 0 ? "fields:" : "fields: {}",
    ...fields,
    ...(rules.rules.length > 0 ? ["rules:", ...rules.rules] : []),
    "",
  ].join("\n")
}

function formatText({ type, records, pattern }: DeclaredFormat): string {
  const parts = [`type: ${type}`]
  if (records) parts.push(`records: ${quoted(records)}`)
  if (pattern) parts.push(`pattern: ${JSON.stringify(pattern)}`)
  return `{ ${parts.join(", ")} }`
}

function timeLines({ time, timeFormat }: Roles, { columns }: Sample): string[] {
  if (time === undefined)
    return [
      `# No column looks like the time of the access: name it here. The columns: ${columns
        .slice(0, 50)
        .map((one) => JSON.stringify(one))
        .join(", ")}`,
      "time: { path: time }",
    ]
  const parts = [`path: ${quoted(time)}`]
  if (timeFormat?.unit) parts.push(`unit: ${timeFormat.unit}`)
  if (timeFormat?.format) parts.push(`format: ${JSON.stringify(timeFormat.format)}`)
  const line = `time: { ${parts.join(", ")} }`
  return timeFormat?.doubt ? [`# To check: ${timeFormat.doubt}.`, line] : [line]
}

function fieldLines(roles: Roles, sample: Sample, isLine: boolean): string[] {
  const lines: string[] = []
  const found = new Set<string>()
  const add = (field: string, column: string, extract?: string) => {
    found.add(field)
    const pattern = extract ?? (isLine ? NO_DASH : undefined)
    const rest = pattern === undefined ? "" : `, extract: ${JSON.stringify(pattern)}`
    lines.push(`  ${field}: { path: ${quoted(column)}${rest} }`)
  }
  const inAddresses = [roles.url, roles.query]
    .filter((column) => column !== undefined)
    .map((column) => ({ column, parts: readAddresses(valuesOf(sample.records, column)) }))
  // A cloud's principal is the app itself; an account in the address is the person.
  const isSigned = inAddresses.some(({ parts }) => parts.account_id) && isPrincipal(sample, roles.account_id)
  for (const field of fieldsOfColumns) {
    const column = roles[field]
    if (column === undefined || (field === "account_id" && isSigned)) continue
    add(field, column, field === "media_id" ? partOfMedia(sample, column) : undefined)
  }
  for (const { column, parts } of inAddresses)
    for (const [field, pattern] of Object.entries(parts)) if (!found.has(field)) add(field, column, pattern)
  if (roles.url !== undefined && !found.has("device_id") && !found.has("media_id")) {
    lines.push("  # No part of the address looks like the name of a camera or an item.")
    add("media_id", roles.url, WHOLE_PATH)
  }
  return lines
}

/** The item's own name in keys such as `events/m7/v.mp4`. */
function partOfMedia({ records }: Sample, column: string): string | undefined {
  const values = valuesOf(records, column)
  const keys = values.filter((value) => value.includes("/"))
  return keys.length >= values.length / 2 && keys.length > 0 ? readAddresses(keys).media_id : undefined
}

function isPrincipal({ records }: Sample, column: string | undefined): boolean {
  const values = column === undefined ? [] : valuesOf(records, column)
  return values.filter((value) => value.startsWith("arn:")).length > values.length / 2
}
