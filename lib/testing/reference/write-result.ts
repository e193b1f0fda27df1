import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { ReferenceResult } from "./result.ts"
import { sqlText, testConnection } from "./write-parquet.ts"

type SqlRow = (string | number | bigint | boolean | null | string[])[]

function literal(value: SqlRow[number]): string {
  if (Array.isArray(value)) return `[${value.map(sqlText).join(", ")}]`
  if (typeof value === "string") return sqlText(value)
  // Instants are the only bigints here.
  if (typeof value === "bigint") return `make_timestamp(${value}::BIGINT)`
  return String(value)
}

async function writeRows(path: string, definitions: string, rows: SqlRow[]): Promise<void> {
  const connection = await testConnection()
  await connection.run(`create or replace table written_result (${definitions})`)
  if (rows.length > 0) {
    const tuples = rows.map((row) => `(${row.map(literal).join(", ")})`)
    await connection.run(`insert into written_result values ${tuples.join(", ")}`)
  }
  await connection.run(`copy written_result to ${sqlText(path)} (format parquet)`)
}

const PEOPLE = `account_id varchar, owner_grade varchar, viewer_grade varchar, owner_grade_upper varchar,
  viewer_grade_upper varchar, "group" varchar, owner_exposures bigint, viewer_exposures bigint, viewers bigint,
  owners bigint, devices bigint, first_at timestamp, last_at timestamp, reachable boolean`
const EXPOSURES = `owner_id varchar, viewer_id varchar, device_id varchar, media_id varchar, recorded_at timestamp,
  grade varchar, relation varchar, in_scope boolean, events bigint, first_at timestamp, last_at timestamp,
  event_ids varchar[]`
const EVIDENCE =
  "event_id varchar, viewer_id varchar, true_device_id varchar, relation varchar, source varchar"

/** Writes what an engine that agrees with the reference would write, as far as `readResult` reads it. */
export async function writeResult(result: ReferenceResult, dir: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  await writeRows(join(dir, "people.parquet"), PEOPLE, result.people.map(Object.values))
  await writeRows(join(dir, "exposures.parquet"), EXPOSURES, result.exposures.map(Object.values))
  const evidence = result.evidence.map((row) => [
    row.event_id,
    row.viewer_id,
    row.true_device_id,
    row.relation,
    row.sources.at(-1) ?? null,
  ])
  await writeRows(join(dir, "evidence.parquet"), EVIDENCE, evidence)
  const { summary } = result
  const written = <T extends { from: bigint; to: bigint }>(stretch: T) => ({
    ...stretch,
    from: isoText(stretch.from),
    to: isoText(stretch.to),
  })
  const questions = Object.entries(summary.questions).map(([code, count]) => ({ code, count, text: "?" }))
  const document = {
    title: "written",
    ...summary,
    context: summary.context.map(written),
    gaps: summary.gaps.map(written),
    questions,
  }
  await writeFile(join(dir, "summary.json"), JSON.stringify(document))
  const rejects = Object.entries(result.rejects).flatMap(([table, count]) =>
    Array.from({ length: count }, () =>
      JSON.stringify({ table, path: "p", line: null, reason: "r", raw: "" }),
    ),
  )
  await writeFile(join(dir, "rejects.ndjson"), rejects.map((line) => `${line}\n`).join(""))
}

function isoText(micros: bigint): string {
  const seconds = new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19)
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, "0")}Z`
}
