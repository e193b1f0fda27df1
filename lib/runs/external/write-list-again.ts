import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { ExternalKind } from "./external-kind.ts"
import { chunksOf, listWorkLists } from "./list-work-lists.ts"
import { type WriteItems, type WrittenList, writeList } from "./write-list.ts"

/**
 * Writes the list of a stretch that was handed out once more, or where it could not be written then. It takes the place
 * of the one before; what has come back is left out, and the same items have the same tokens. Refuses a stretch that was
 * not handed out as one, and whatever writeList refuses.
 */
export async function writeListAgain(
  ctx: Context,
  kind: ExternalKind,
  runId: string,
  stretch: string,
  write: WriteItems,
): Promise<WrittenList> {
  const isListed = (await listWorkLists(ctx, kind, runId)).some((list) => list.stretch === stretch)
  const chunks = isListed ? chunksOf(`work-list-${stretch}`) : null
  if (!chunks) throw new AppError("not_found", `No ${kind.words.many} were handed out under this name`)
  return await writeList(ctx, kind, { runId, ...chunks }, write)
}
