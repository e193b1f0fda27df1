import { beside } from "../core/beside.ts"
import type { Engine } from "../core/engine.ts"
import { literal, sqlFile } from "../core/sql.ts"
import type { Incident } from "../evidence/incident-file.ts"
import type { consoleFiles, ResultFolder, ViewFile } from "./result-folder.ts"

const query = (name: string) => beside(import.meta.url, `./reading/files/${name}.sql`)

/** Writes what the console reads beside the files of the contract into the partial folder of a result. */
export async function writeConsoleFiles(
  engine: Engine,
  incident: Incident,
  folder: ResultFolder,
): Promise<void> {
  const relations: Record<Exclude<(typeof consoleFiles)[number], ViewFile>, string> = {
    "coverage.parquet": sqlFile(query("coverage")),
    "devices.parquet": sqlFile(query("devices")),
    "actors.parquet": "SELECT account_id, kind FROM actor_kinds ORDER BY account_id",
    "sources.parquet": sourcesAs(incident),
  }
  await engine.run("SET preserve_insertion_order = true")
  for (const [file, sql] of Object.entries(relations) as [keyof typeof relations, string][])
    await engine.run(`COPY (${sql}) TO ${literal(folder.place(file))} (FORMAT parquet)`)
}

/** How each source of the log was read, so that two results can be told apart by it. */
function sourcesAs({ sources }: Incident): string {
  const rows = sources.map(({ name, mapping, viewerless }) =>
    [name, mapping.name, mapping.sha256, viewerless].map(literal).join(", "),
  )
  const typed =
    "SELECT NULL::VARCHAR AS source, NULL::VARCHAR AS mapping, NULL::VARCHAR AS mapping_sha256, NULL::VARCHAR AS viewerless WHERE false"
  return [typed, ...rows.map((row) => `SELECT ${row}`)].join(" UNION ALL ") + " ORDER BY source"
}
