import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { OpenExternalWork } from "./work-list.ts"
import { chunksOf, listWorkLists } from "./work-lists.ts"
import { type WorkListFiles, type WorkListOptions, writeWorkList } from "./write-work-list.ts"

/**
 * Writes the list of a stretch that was handed out once more, or where it could not be written then. It takes the place
 * of the one before; what has come back is left out, and the same letters have the same tokens. Refuses a stretch that
 * was not handed out as one, and whatever writeWorkList refuses.
 */
export async function writeWorkListAgain(
  ctx: Context,
  open: OpenExternalWork,
  runId: string,
  stretch: string,
  options: WorkListOptions,
): Promise<WorkListFiles> {
  const isListed = (await listWorkLists(ctx, runId)).some((list) => list.stretch === stretch)
  const chunks = isListed ? chunksOf(`work-list-${stretch}`) : null
  if (!chunks) throw new AppError("not_found", "No letters were handed out under this name")
  return await writeWorkList(ctx, open, { runId, ...chunks }, options)
}
