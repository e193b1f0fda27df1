import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Config } from "../../core/config.ts"

type Run = Pick<PlannedRun, "id" | "incidentId">

/** Where the frozen list of a run lies, relative to the data folder. */
export function runFolder({ id, incidentId }: Run): string {
  return join("incidents", incidentId, "notices", id)
}

/** The frozen list of a run, absolute. It names people: read by the system alone. */
export function listFile({ dataFolder }: Pick<Config, "dataFolder">, run: Run): string {
  return join(dataFolder, runFolder(run), "list.parquet")
}

/** Stand-ins for the readers of each letter of a run, absolute: rows of its list. They name people too. */
export function samplesFile({ dataFolder }: Pick<Config, "dataFolder">, run: Run): string {
  return join(dataFolder, runFolder(run), "samples.json")
}

/** SHA-256 of a file, in hexadecimal, a piece at a time. */
export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash("sha256")
  await pipeline(createReadStream(file), hash)
  return hash.digest("hex")
}
