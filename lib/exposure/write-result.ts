import { writeFileSync } from "node:fs"
import { beside } from "../core/beside.ts"
import type { Engine } from "../core/engine.ts"
import { literal, sqlFile } from "../core/sql.ts"
import type { ResultFolder } from "./result-folder.ts"
import type { Summary } from "./summary.ts"

const PEOPLE = `
  SELECT account_id, owner_grade, viewer_grade, owner_grade_upper, viewer_grade_upper, "group", owner_exposures,
    viewer_exposures, viewers, owners, devices, first_at, last_at, reachable
  FROM people ORDER BY account_id`

const EXPOSURES = `
  SELECT owner_id, viewer_id, device_id, media_id, recorded_at, grade_of(severity) AS grade, relation, in_scope, events,
    first_at, last_at, event_ids
  FROM exposures ORDER BY owner_id, viewer_id NULLS FIRST, device_id, media_id NULLS FIRST`

const REJECTS = `
  SELECT table_name AS "table", path, line, reason, first_bytes(raw, 4096) AS raw
  FROM rejects ORDER BY table_name, path, line, raw, reason`

/** Writes the five files of a result into its partial folder. */
export async function writeResult(engine: Engine, folder: ResultFolder, summary: Summary): Promise<void> {
  const evidence = sqlFile(beside(import.meta.url, "./queries/evidence.sql"))
  await engine.run("SET preserve_insertion_order = true")
  await engine.run(`COPY (${PEOPLE}) TO ${literal(folder.place("people.parquet"))} (FORMAT parquet)`)
  await engine.run(`COPY (${EXPOSURES}) TO ${literal(folder.place("exposures.parquet"))} (FORMAT parquet)`)
  await engine.run(`COPY (${evidence}) TO ${literal(folder.place("evidence.parquet"))} (FORMAT parquet)`)
  await engine.run(`COPY (${REJECTS}) TO ${literal(folder.place("rejects.ndjson"))} (FORMAT json)`)
  writeFileSync(folder.place("summary.json"), `${JSON.stringify(summary, null, 2)}\n`)
}
