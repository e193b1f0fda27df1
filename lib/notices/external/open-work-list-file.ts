import { type FileHandle, open } from "node:fs/promises"
import { join } from "node:path"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { holdRun } from "../../runs/hold-run.ts"
import { runFolder } from "../../runs/planning/run-folder.ts"
import { getNoticeRun } from "../account/account-run.ts"
import { demandGoesOut } from "./demand-goes-out.ts"
import { listWorkLists } from "./work-lists.ts"

/** What stands beside the files that the manifest names. */
export const SIGNED = ["manifest.json", "manifest.sig"]

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
  demand(ctx.actor, "notice.take_work_list")
  const run = await getNoticeRun(ctx, runId)
  const details = { run: run.number, chunks: stretch, file: name }
  let file: FileHandle | undefined
  try {
    file = await ctx.mutate("notice.take_work_list", { incidentId: run.incidentId, details }, async (tx) => {
      await demandGoesOut(tx, await holdRun(tx, runId))
      const lists = await listWorkLists(ctx, runId)
      const files = lists.find((list) => list.stretch === stretch)?.files ?? []
      if (files.length === 0 || ![...SIGNED, ...files.map((one) => one.name)].includes(name))
        throw new AppError("not_found", "There is no such file")
      return await open(join(ctx.config.dataFolder, runFolder(run), `work-list-${stretch}`, name))
    })
    const { size } = await file.stat()
    return { bytes: size, pieces: file.createReadStream() }
  } catch (error) {
    await file?.close()
    throw error
  }
}
