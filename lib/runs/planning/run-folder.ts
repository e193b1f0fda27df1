import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Config } from "../../core/config.ts"

type Run = Pick<PlannedRun, "id" | "incidentId">

/** What the frozen list of a run is called in its folder. */
export const LIST_FILE = "list.parquet"

/** Where what belongs to a run lies, relative to the data folder. */
export function runFolder({ id, incidentId }: Run): string {
  return join("incidents", incidentId, "planned-runs", id)
}

/** A file of a run, absolute. Those that planning made name people: read by the system alone. */
export function runFile({ dataFolder }: Pick<Config, "dataFolder">, run: Run, name: string): string {
  return join(dataFolder, runFolder(run), name)
}

/** The frozen list of a run, absolute. */
export function listFile(config: Pick<Config, "dataFolder">, run: Run): string {
  return runFile(config, run, LIST_FILE)
}

/** SHA-256 of a file, in hexadecimal, a piece at a time. */
export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash("sha256")
  await pipeline(createReadStream(file), hash)
  return hash.digest("hex")
}
