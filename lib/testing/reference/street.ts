import { compareValues } from "./compare.ts"
import type { Disposition, ReferenceIncident, ReferenceTables, Relation, Row } from "./model.ts"
import { RELATIONS } from "./model.ts"
import type { EngineResult, EvidenceRow, ExposureRow, GapRow, PersonRow } from "./result.ts"

/** What a case says by hand; what it does not name may be anything. */
export type Expectation = {
  /** One per row of the log, over the sources in order. Of an engine only the numbers can be seen. */
  dispositions?: Disposition[]
  /** Exactly these misbound identities, with their relation. */
  relations?: Record<string, Relation>
  evidence?: Partial<EvidenceRow>[]
  /** Exactly these, in the output's order. */
  exposures?: Partial<ExposureRow>[]
  /** null: no row. */
  people?: Record<string, Partial<PersonRow> | null>
  /** Zero: not asked. */
  questions?: Record<string, number>
  context?: Record<string, Partial<Record<Relation, number>>>
  gaps?: Partial<GapRow>[]
  /** Any other part of the summary, as far as named. */
  summary?: { [key: string]: unknown }
}

export type Case = { name: string; incident: ReferenceIncident; expect: Expectation }

/** 16 February 2024 at that time of day, the day of the window 13:00–21:00. */
export const at = (time: string) => `2024-02-16T${time}Z`

/** Microseconds since 1970, by Date and not by the reference's own reading. */
export function micros(text: string): bigint {
  const fraction = /\.(\d{1,6})/.exec(text)?.[1] ?? ""
  return BigInt(Date.parse(text.replace(/\.\d+/, ""))) * 1000n + BigInt(fraction.padEnd(6, "0"))
}

/** Kim owns d1 since 2023, with Lee as a member; Ole owned d2 until 1 February 2024, and Nia does since. */
const ENTITLEMENTS: Row[] = [
  { device_id: "d1", account_id: "kim", role: "owner", valid_from: "2023-01-01T00:00:00Z" },
  { device_id: "d1", account_id: "lee", role: "member", valid_from: "2023-06-01T00:00:00Z" },
  {
    device_id: "d2",
    account_id: "ole",
    role: "owner",
    valid_from: "2022-01-01T00:00:00Z",
    valid_to: "2024-02-01T00:00:00Z",
  },
  { device_id: "d2", account_id: "nia", role: "owner", valid_from: "2024-02-01T00:00:00Z" },
]

/** Sam owns nothing; Uma has no address. */
const ACCOUNTS: Row[] = [
  ...["kim", "lee", "ole", "nia", "sam"].map((name) => ({ account_id: name, email: `${name}@example.org` })),
  { account_id: "uma" },
]

type Street = Partial<Omit<ReferenceIncident, "tables" | "sources">> & {
  /** Rows of a single source `app`; each unlike Sam's viewing of d1 at 14:00 as it says, with ids e1, e2, … */
  log?: Row[]
  viewerless?: "unattributed" | "exposure"
  sources?: ReferenceIncident["sources"]
  tables?: Partial<ReferenceTables>
  /** In addition to the street's. */
  entitlements?: Row[]
}

export function numbered(rows: Row[], first = 1): Row[] {
  return rows.map((row, index) =>
    "raw" in row
      ? row
      : {
          event_id: `e${first + index}`,
          at: at("14:00:00"),
          account_id: "sam",
          device_id: "d1",
          action: "viewed",
          ...row,
        },
  )
}

/** A small incident on a street that everybody knows. */
export function street(given: Street): ReferenceIncident {
  const { log, viewerless, sources, tables, entitlements, ...rest } = given
  return {
    window: { from: at("13:00:00"), to: at("21:00:00") },
    sources: sources ?? [{ name: "app", viewerless, records: numbered(log ?? []) }],
    ...rest,
    tables: { entitlements: [...ENTITLEMENTS, ...(entitlements ?? [])], accounts: ACCOUNTS, ...tables },
  }
}

/** What of the expectation a result does not meet, in words; nothing = met. */
export function unmet(
  expect: Expectation,
  result: EngineResult & { dispositions?: Disposition[][] },
): string[] {
  const found = [...unmetRows(expect, result), ...unmetEvidence(expect, result)]
  if (expect.exposures !== undefined) {
    found.push(...compareValues("exposures", expect.exposures, likeEach(result.exposures, expect.exposures)))
  }
  for (const [account, row] of Object.entries(expect.people ?? {})) {
    const person = result.people.find((one) => one.account_id === account) ?? null
    found.push(...compareValues(`people.${account}`, row, like(person, row)))
  }
  for (const [code, count] of Object.entries(expect.questions ?? {})) {
    found.push(...compareValues(`questions.${code}`, count, result.summary.questions[code] ?? 0))
  }
  for (const [name, counts] of Object.entries(expect.context ?? {})) {
    const context = result.summary.context.find((one) => one.name === name)
    const all = Object.fromEntries(RELATIONS.map((relation) => [relation, counts[relation] ?? 0]))
    found.push(...compareValues(`context.${name}`, all, context?.misbound))
  }
  if (expect.gaps !== undefined) {
    found.push(...compareValues("gaps", expect.gaps, likeEach(result.summary.gaps, expect.gaps)))
  }
  found.push(...compareValues("summary", expect.summary ?? {}, like(result.summary, expect.summary ?? {})))
  return found
}

function unmetRows(expect: Expectation, result: EngineResult & { dispositions?: Disposition[][] }): string[] {
  if (expect.dispositions === undefined) return []
  const counts: Record<string, number> = { read: expect.dispositions.length }
  for (const disposition of expect.dispositions) counts[disposition] = (counts[disposition] ?? 0) + 1
  const found = compareValues("rows", counts, like(result.summary.rows, counts))
  if (result.dispositions === undefined) return found
  return [...found, ...compareValues("dispositions", expect.dispositions, result.dispositions.flat())]
}

function unmetEvidence(expect: Expectation, result: EngineResult): string[] {
  const rows = [...result.evidence].sort((left, right) => (left.event_id < right.event_id ? -1 : 1))
  const found: string[] = []
  if (expect.relations !== undefined) {
    const relations = Object.fromEntries(rows.map((row) => [row.event_id, row.relation]))
    found.push(...compareValues("relations", expect.relations, relations))
  }
  if (expect.evidence !== undefined) {
    found.push(...compareValues("evidence", expect.evidence, likeEach(rows, expect.evidence)))
  }
  return found
}

function likeEach(values: unknown[], patterns: unknown[]): unknown[] {
  return values.map((value, index) => (index < patterns.length ? like(value, patterns[index]) : value))
}

/** `value` cut down to the keys that `pattern` has. */
function like(value: unknown, pattern: unknown): unknown {
  if (value === null || typeof value !== "object" || pattern === null || typeof pattern !== "object")
    return value
  if (Array.isArray(pattern)) return value
  return Object.fromEntries(
    Object.entries(pattern).map(([key, inner]) => [
      key,
      like((value as Record<string, unknown>)[key], inner),
    ]),
  )
}
