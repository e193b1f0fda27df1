import { randomUUID } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { receiveFile } from "../../evidence/intake/receive-file.ts"
import { runFolder } from "../../runs/planning/run-folder.ts"
import { getNoticeRun } from "../account/account-run.ts"
import { type ResultsTaken, takeResults } from "./take-results.ts"

/**
 * Keeps a results file that a person sends, whole or not at all, and takes it. Refuses what is neither CSV nor NDJSON by
 * its name, and whatever takeResults refuses; the file stays beside the run either way.
 */
export async function receiveResults(
  ctx: Context,
  runId: string,
  name: string,
  stream: AsyncIterable<Uint8Array>,
  bytesExpected: number | null,
): Promise<ResultsTaken> {
  demand(ctx.actor, "notice.take_results")
  const [ending] = /\.(csv|ndjson)$/i.exec(name) ?? []
  if (!ending) throw new AppError("invalid", "A results file ends in .csv or .ndjson")
  const run = await getNoticeRun(ctx, runId)
  if (run.startedAt === null) throw new AppError("precondition", "This run has not begun")
  const folder = join(ctx.config.dataFolder, runFolder(run), "results")
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const kept = `${randomUUID()}${ending.toLowerCase()}`
  const announced = {
    bytesExpected,
    bytesMax: ctx.config.uploadBytesMax,
    bytesReserve: ctx.config.diskReserveBytes,
  }
  await receiveFile(folder, kept, stream, announced, async (_, move) => await move())
  return await takeResults(ctx, runId, { name: kept, open: () => createReadStream(join(folder, kept)) })
}
