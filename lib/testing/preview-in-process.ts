import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { stringify } from "yaml"
import { readIncidentFile } from "../evidence/incident-file.ts"
import { previewLog, type SourcePreview } from "../evidence/preview.ts"
import { DuckDbSession } from "../platform/engine/duckdb-session.ts"

/** A log file to be read by a mapping: its name, and what is in it or how it is made. */
export interface LogFile {
  name: string
  content: string | Buffer | ((path: string) => Promise<unknown>)
}

/** Reads a log by a mapping (a name, or the text of one) as `tocsin preview` does, with the engine in this process. */
export async function previewInProcess(
  folder: string,
  mapping: string,
  log: LogFile,
): Promise<SourcePreview> {
  const place = mkdtempSync(join(folder, "preview-"))
  const isOwn = mapping.includes("\n")
  if (isOwn) writeFileSync(join(place, "own.yaml"), mapping)
  if (typeof log.content === "function") await log.content(join(place, log.name))
  else writeFileSync(join(place, log.name), log.content)
  for (const table of ["entitlements", "accounts"])
    writeFileSync(join(place, `${table}.csv`), "account_id,device_id\n")
  const incident = {
    title: "T",
    window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" },
    access_log: { files: [log.name], mapping: isOwn ? "./own.yaml" : mapping },
    entitlements: { files: ["entitlements.csv"] },
    accounts: { files: ["accounts.csv"] },
  }
  writeFileSync(join(place, "incident.yaml"), stringify(incident))
  mkdirSync(join(place, "work"))
  const engine = await DuckDbSession.open({ threads: 1, memoryMiB: 512, spillFolder: join(place, "spill") })
  try {
    const [preview] = await previewLog(
      engine,
      readIncidentFile(join(place, "incident.yaml")),
      join(place, "work"),
    )
    if (!preview) throw new Error("a source has a preview")
    return preview
  } finally {
    await engine.close()
  }
}
