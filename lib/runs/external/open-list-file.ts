import { type FileHandle, open } from "node:fs/promises"
import { join } from "node:path"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { holdRun } from "../hold-run.ts"
import { runFolder } from "../planning/run-folder.ts"
import { demandGoesOut } from "./demand-goes-out.ts"
import type { ExternalKind } from "./external-kind.ts"
import { listWorkLists } from "./list-work-lists.ts"
import { SIGNED } from "./settings.ts"

/**
 * Gives one file of a work list, which names people: the trail says who took it. Refuses a run that is not under way, one
 * with which somebody has asked to wait, and a file of another name. A list that is written anew or removed meanwhile is
 * read as it was.
 */
export async function openListFile(
  ctx: Context,
  kind: ExternalKind,
  runId: string,
  stretch: string,
  name: string,
): Promise<{ bytes: number; pieces: AsyncIterable<Uint8Array> }> {
  demand(ctx.actor, kind.acts.takeWorkList)
  const run = await kind.getRun(ctx, runId)
  const details = { run: run.number, chunks: stretch, file: name }
  let file: FileHandle | undefined
  try {
    file = await ctx.mutate(kind.acts.takeWorkList, { incidentId: run.incidentId, details }, async (tx) => {
      await demandGoesOut(tx, kind, await holdRun(tx, runId))
      const lists = await listWorkLists(ctx, kind, runId)
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
