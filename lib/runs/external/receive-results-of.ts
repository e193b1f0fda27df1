import { randomUUID } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { runFolder } from "../planning/run-folder.ts"
import type { ExternalKind } from "./external-kind.ts"
import { type ResultsTaken, takeResultsOf } from "./take-results-of.ts"

/**
 * Keeps a results file that a person sends, whole or not at all, and takes it. Refuses what is neither CSV nor NDJSON by
 * its name, and whatever takeResultsOf refuses; the file stays beside the run either way.
 */
export async function receiveResultsOf(
  ctx: Context,
  kind: ExternalKind,
  runId: string,
  name: string,
  stream: AsyncIterable<Uint8Array>,
  bytesExpected: number | null,
): Promise<ResultsTaken> {
  demand(ctx.actor, kind.acts.takeResults)
  const [ending] = /\.(csv|ndjson)$/i.exec(name) ?? []
  if (!ending) throw new AppError("invalid", "A results file ends in .csv or .ndjson")
  const run = await kind.getRun(ctx, runId)
  if (run.startedAt === null) throw new AppError("precondition", "This run has not begun")
  const folder = join(ctx.config.dataFolder, runFolder(run), "results")
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const kept = `${randomUUID()}${ending.toLowerCase()}`
  const announced = {
    bytesExpected,
    bytesMax: ctx.config.uploadBytesMax,
    bytesReserve: ctx.config.diskReserveBytes,
  }
  await kind.receive(folder, kept, stream, announced)
  const file = { name: kept, open: () => createReadStream(join(folder, kept)) }
  return await takeResultsOf(ctx, kind, runId, file)
}
