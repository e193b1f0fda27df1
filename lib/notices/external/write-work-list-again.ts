import type { Context } from "../../core/context.ts"
import { writeListAgain } from "../../runs/external/write-list-again.ts"
import { letterLists } from "./letter-lists.ts"
import type { OpenExternalWork } from "./work-list.ts"
import { inLetters, type WorkListFiles, type WorkListOptions, writeLetters } from "./write-work-list.ts"

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
  return inLetters(
    await writeListAgain(ctx, letterLists, runId, stretch, (list) => writeLetters(ctx, open, list, options)),
  )
}
