import { z } from "zod"
import { actions, eventColumns } from "./tables.ts"

/** The relations of a viewer to footage that was not theirs to see, in the order in which they are tried. */
export const relations = ["anonymous", "staff", "later_owner", "former_member", "stranger"] as const
export type Relation = (typeof relations)[number]

/** Grades of exposure, least to most severe. */
export const grades = ["shown", "tapped", "video"] as const

const TIMESTAMP =
  /^\d{4}-\d\d-\d\d([Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)| ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?)$/

/** Microseconds since 1970 UTC, or null where the text is no timestamp of the contract or no real instant. */
export function parseInstant(text: string): bigint | null {
  if (!TIMESTAMP.test(text)) return null
  const seconds = text.slice(0, 19).replace(/[t ]/, "T")
  const days = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(days.getTime()) || days.toISOString().slice(0, 10) !== text.slice(0, 10)) return null
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? ""
  const zone = /([+-])(\d\d):(\d\d)$/.exec(text)
  const minutes = zone ? (Number(zone[2]) * 60 + Number(zone[3])) * (zone[1] === "+" ? 1 : -1) : 0
  const ms = Date.parse(`${seconds}Z`) - minutes * 60_000
  return BigInt(ms) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"))
}

const instant = z.string("must be a timestamp").transform((text, context) => {
  const value = parseInstant(text)
  if (value !== null) return value
  context.addIssue({ code: "custom", message: `${JSON.stringify(text)} is not a timestamp` })
  return z.NEVER
})

/** Text, or an integer, which becomes its digits. */
const identifier = z
  .union(
    [z.string().min(1), z.bigint(), z.number().refine(Number.isSafeInteger, "must be text")],
    "must be text",
  )
  .transform((value) => String(value))

const name = z.string("must be text").min(1, "must not be empty")

function ordered<T extends { from: bigint; to: bigint }>(interval: T): boolean {
  return interval.from < interval.to
}
const notOrdered = { message: "does not begin before it ends", path: ["to"] }

/** Half-open [from, to). */
const interval = z.strictObject({ from: instant, to: instant }).refine(ordered, notOrdered)

const files = z.array(name, "must be a list of files").min(1, "names no file")
const table = z.strictObject({ files })

const source = z.strictObject({
  name: name.optional(),
  files,
  mapping: name.default("canonical"),
  viewerless: z.enum(["unattributed", "exposure"]).default("unattributed"),
})

const devices = z.union([z.literal("all"), z.array(identifier)], "must be `all` or a list of devices")

const gap = z
  .strictObject({
    from: instant,
    to: instant,
    reason: name.optional(),
    source: name.optional(),
    devices: devices.optional(),
  })
  .refine(ordered, notOrdered)

const dismissedGap = z
  .strictObject({ from: instant, to: instant, reason: name, source: name.optional() })
  .refine(ordered, notOrdered)

const presumption = z
  .strictObject({
    from: instant,
    to: instant,
    devices,
    viewers: z.union(
      [z.enum(["none", "sessions"]), z.array(identifier)],
      "must be `none`, `sessions` or a list of accounts",
    ),
    grade: z.enum(grades),
    reason: name.optional(),
  })
  .refine(ordered, notOrdered)

const TOLERANCE_US = { ms: 1_000n, s: 1_000_000n, m: 60_000_000n, h: 3_600_000_000n }

const tolerance = z.string("must be digits and ms, s, m or h").transform((text, context) => {
  const match = /^(\d{1,9})(ms|s|m|h)$/.exec(text)
  if (match) return BigInt(match[1] ?? "") * TOLERANCE_US[match[2] as keyof typeof TOLERANCE_US]
  context.addIssue({ code: "custom", message: `${JSON.stringify(text)} is not digits and ms, s, m or h` })
  return z.NEVER
})

/** The incident file of the evidence contract; instants come out as microseconds since 1970 UTC. */
export const incidentSchema = z
  .strictObject({
    title: name,
    window: interval,
    access_log: z
      .union([z.array(source).min(1, "names no source"), source.transform((one) => [one])])
      .optional(),
    entitlements: table,
    accounts: table,
    media: table.optional(),
    sessions: table.optional(),
    devices: table.optional(),
    actors: table.optional(),
    reports: table.optional(),
    clock_tolerance: tolerance.default(0n),
    relations: z.array(z.enum(relations)).default(["stranger", "anonymous", "former_member", "later_owner"]),
    baseline: interval.optional(),
    gaps: z.array(gap).default([]),
    dismissed_gaps: z.array(dismissedGap).default([]),
    presumptions: z.array(presumption).default([]),
  })
  .refine((file) => file.access_log !== undefined || file.presumptions.length > 0, {
    message: "is required unless there are presumptions",
    path: ["access_log"],
  })

export type IncidentFile = z.infer<typeof incidentSchema>
export type Gap = IncidentFile["gaps"][number]

const path = z.union([name, z.array(name).min(1)]).transform((one) => (typeof one === "string" ? [one] : one))

/** A condition on one cell of a record: a value, several, absent, or a pattern. */
const scalar = z.union([z.string(), z.number(), z.bigint(), z.boolean()])
const condition = z.union([
  scalar.transform((value) => ({ values: [String(value)] })),
  z.null().transform(() => ({ values: [null] })),
  z
    .array(z.union([scalar, z.null()]))
    .min(1)
    .transform((values) => ({ values: values.map((value) => (value === null ? null : String(value))) })),
  z.strictObject({ matches: name }),
])
export type Condition = z.infer<typeof condition>

const decision = z.enum(["ignore", "reject"])
const rule = z.union([
  z.strictObject({
    when: z.record(z.string(), condition),
    action: z.union([z.enum(actions), decision], "must be shown, tapped, viewed, ignore or reject"),
    outcome: z.enum(["allowed", "denied"]).optional(),
  }),
  z.strictObject({ otherwise: decision }),
])

const format = z
  .strictObject({
    type: z.enum(["json", "ndjson", "csv", "parquet", "regex"]),
    records: name.optional(),
    pattern: name.optional(),
  })
  .refine((one) => (one.type === "regex") === (one.pattern !== undefined), {
    message: "belongs to a format of type regex, which needs it",
    path: ["pattern"],
  })
  .refine((one) => one.records === undefined || one.type === "json", {
    message: "belongs to a format of type json",
    path: ["records"],
  })

const fieldNames = [
  "event_id",
  "account_id",
  "device_id",
  "media_id",
  "session_id",
  "ip",
  "user_agent",
  "request_id",
] as const
const field = z.strictObject({ path, extract: name.optional() })

/** A test that names a field which no event has would pass whatever the mapping does. */
const expectedEvent = z.strictObject(
  Object.fromEntries(Object.keys(eventColumns).map((one) => [one, z.unknown().optional()])),
)

/** A mapping from a source's records to access events (evidence contract, section 4). */
export const mappingSchema = z
  .strictObject({
    source: name.optional(),
    format: format.optional(),
    time: z.strictObject({
      path,
      zone: name.default("UTC"),
      unit: z.enum(["s", "ms", "us"]).optional(),
      format: name.optional(),
    }),
    fields: z
      .strictObject({
        ...(Object.fromEntries(fieldNames.map((one) => [one, field.optional()])) as Record<
          (typeof fieldNames)[number],
          z.ZodOptional<typeof field>
        >),
        action: field.optional(),
        outcome: field.optional(),
      })
      .default({}),
    rules: z.array(rule).optional(),
    tests: z
      .array(
        z.strictObject({
          record: z.union([z.record(z.string(), z.unknown()), z.string()]),
          event: z.union([expectedEvent, decision]).nullable(),
        }),
      )
      .default([]),
  })
  .refine((mapping) => mapping.rules !== undefined || mapping.fields.action !== undefined, {
    message: "is required unless fields.action says which action a record is",
    path: ["rules"],
  })

export type Mapping = z.infer<typeof mappingSchema>
export type MappingField = z.infer<typeof field>
