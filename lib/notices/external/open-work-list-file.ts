import type { Context } from "../../core/context.ts"
import { openListFile } from "../../runs/external/open-list-file.ts"
import { letterLists } from "./letter-lists.ts"

/**
 * Gives one file of a work list, which names people: the trail says who took it. Refuses a run that is not under way, one
 * that an authority asks to wait with, and a file of another name. A list that is written anew or removed meanwhile is
 * read as it was.
 */
export async function openWorkListFile(
  ctx: Context,
  runId: string,
  stretch: string,
  name: string,
): Promise<{ bytes: number; pieces: AsyncIterable<Uint8Array> }> {
  return await openListFile(ctx, letterLists, runId, stretch, name)
}
