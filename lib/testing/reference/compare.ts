import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type {
  EngineResult,
  EvidenceRow,
  ExposureRow,
  PersonRow,
  ReferenceResult,
  ResultSummary,
} from "./result.ts"
import { compareBytes, instant } from "./values.ts"
import { sqlText, testConnection } from "./write-parquet.ts"

const PEOPLE = `account_id, owner_grade, viewer_grade, owner_grade_upper, viewer_grade_upper, "group",
  owner_exposures::int as owner_exposures, viewer_exposures::int as viewer_exposures, viewers::int as viewers,
  owners::int as owners, devices::int as devices, epoch_us(first_at) as first_at, epoch_us(last_at) as last_at,
  reachable`
const EXPOSURES = `owner_id, viewer_id, device_id, media_id, epoch_us(recorded_at) as recorded_at, grade, relation,
  in_scope, events::int as events, epoch_us(first_at) as first_at, epoch_us(last_at) as last_at, event_ids`
const EVIDENCE = "event_id, viewer_id, true_device_id, relation, source"

async function readParquet(path: string, columns: string): Promise<Record<string, unknown>[]> {
  const connection = await testConnection()
  const reader = await connection.runAndReadAll(`select ${columns} from read_parquet(${sqlText(path)})`)
  return reader.getRowObjectsJS()
}

/** Reads what the engine wrote into `dir`, in the file's order. */
export async function readResult(dir: string): Promise<EngineResult> {
  const people = await readParquet(join(dir, "people.parquet"), PEOPLE)
  const exposures = await readParquet(join(dir, "exposures.parquet"), EXPOSURES)
  const evidence = await readParquet(join(dir, "evidence.parquet"), EVIDENCE)
  const summary = JSON.parse(await readFile(join(dir, "summary.json"), "utf8"))
  const rejectLines = (await readFile(join(dir, "rejects.ndjson"), "utf8"))
    .split("\n")
    .filter((line) => line !== "")
  const rejects: Record<string, number> = {}
  for (const line of rejectLines) {
    const table = String(JSON.parse(line).table)
    rejects[table] = (rejects[table] ?? 0) + 1
  }
  return {
    people: people as PersonRow[],
    exposures: exposures as ExposureRow[],
    evidence: evidence.map(({ source, ...row }) => ({ ...row, sources: [source] }) as unknown as EvidenceRow),
    summary: readSummary(summary),
    rejects,
  }
}

type Written = { from: string; to: string }

function readSummary(summary: Record<string, unknown>): ResultSummary {
  const withInstants = <T extends Written>(stretches: T[]) =>
    stretches.map((one) => ({ ...one, from: instant(one.from), to: instant(one.to) }))
  const questions = summary.questions as { code: string; count: number }[]
  return {
    ...(summary as ResultSummary),
    context: withInstants(summary.context as (ResultSummary["context"][number] & Written)[]),
    gaps: withInstants(summary.gaps as (ResultSummary["gaps"][number] & Written)[]),
    questions: Object.fromEntries(questions.map((question) => [question.code, Number(question.count)])),
  }
}

/** Human-readable differences between what the contract asks for and what the engine wrote; none = equal. */
export function differences(reference: ReferenceResult, engine: EngineResult): string[] {
  return [
    ...compareKeyed("people", reference.people, engine.people, (row) => row.account_id),
    ...compareKeyed("exposures", reference.exposures, engine.exposures, exposureKey),
    ...compareEvidence(reference.evidence, engine.evidence),
    ...compareSummaries(reference.summary, engine.summary),
    ...compareValues("rejects", reference.rejects, withZeros(engine.rejects, reference.rejects)),
  ]
}

function exposureKey(row: ExposureRow): string {
  return JSON.stringify([row.owner_id, row.viewer_id, row.device_id, row.media_id])
}

/** Rows by key, then the order in which the file has them. */
function compareKeyed<T extends object>(
  name: string,
  left: T[],
  right: T[],
  keyOf: (row: T) => string,
): string[] {
  const found: string[] = []
  const leftKeys = left.map(keyOf)
  const rightKeys = right.map(keyOf)
  for (const [index, row] of left.entries()) {
    const others = right.filter((_, other) => rightKeys[other] === leftKeys[index])
    const at = `${name}[${leftKeys[index]}]`
    if (others.length === 1) found.push(...compareValues(at, row, pick(others[0] as T, row)))
    else found.push(`${at}: expected one row, found ${others.length}`)
  }
  for (const key of new Set(rightKeys))
    if (!leftKeys.includes(key)) found.push(`${name}[${key}]: not expected`)
  if (found.length === 0 && leftKeys.join("\n") !== rightKeys.join("\n"))
    found.push(`${name}: not sorted as asked`)
  return found
}

/** Only the keys that the reference has: "further keys may be added". */
function pick<T extends object>(from: T, like: T): Partial<T> {
  return Object.fromEntries(Object.keys(like).map((key) => [key, from[key as keyof T]])) as Partial<T>
}

function compareEvidence(left: EvidenceRow[], right: EvidenceRow[]): string[] {
  const sorted = (rows: EvidenceRow[]) => [...rows].sort((a, b) => compareBytes(a.event_id, b.event_id))
  const rows = sorted(left)
  const others = sorted(right)
  // Where several sources are equally right, the one that the engine took is.
  const settled = rows.map((row, index) => {
    const taken = others[index]?.sources[0]
    return taken !== undefined && row.sources.includes(taken) ? { ...row, sources: [taken] } : row
  })
  return compareKeyed("evidence", settled, others, (row) => row.event_id)
}

function compareSummaries(left: ResultSummary, right: ResultSummary): string[] {
  const gapKey = (gap: ResultSummary["gaps"][number]) =>
    [gap.from, gap.to, gap.kind, gap.kind === "declared" || gap.kind === "dismissed" ? "" : gap.source].join(
      " ",
    )
  const { gaps, tables, ...rest } = left
  const found = compareValues("summary", rest, deepPick(right, rest))
  for (const [table, counts] of Object.entries(tables)) {
    found.push(...compareValues(`summary.tables.${table}`, counts, deepPick(right.tables[table], counts)))
  }
  found.push(...compareValues("summary.gaps", gaps.map(gapKey).sort(), right.gaps.map(gapKey).sort()))
  return found
}

/** `from` cut down to the keys of `like`; questions are taken whole, since none may be too many. */
function deepPick(from: unknown, like: unknown, key = ""): unknown {
  if (key === "questions" || from === null || typeof from !== "object") return from
  if (Array.isArray(like)) {
    return Array.isArray(from) ? from.map((item, index) => deepPick(item, like[index])) : from
  }
  if (like === null || typeof like !== "object") return from
  return Object.fromEntries(
    Object.entries(like).map(([name, member]) => [
      name,
      deepPick((from as Record<string, unknown>)[name], member, name),
    ]),
  )
}

function withZeros(from: Record<string, number>, like: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(from).filter(([key, count]) => count !== 0 || key in like))
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object"
}

/** Numbers and bigints of equal value are equal: the engine's counts may come as either. */
export function compareValues(path: string, left: unknown, right: unknown): string[] {
  if (isPlain(left) && isPlain(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    return keys.flatMap((key) => compareValues(`${path}.${key}`, left[key], right[key]))
  }
  const isNumeric = (value: unknown) => typeof value === "number" || typeof value === "bigint"
  if (isNumeric(left) && isNumeric(right)) {
    // biome-ignore lint/suspicious/noDoubleEquals: 1n == 1
    return left == right ? [] : [`${path}: expected ${left}, found ${right}`]
  }
  return left === right ? [] : [`${path}: expected ${show(left)}, found ${show(right)}`]
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? inner.toString() : inner)) ?? "nothing"
  )
}
