import { createReadStream } from "node:fs"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { getNoticeRun } from "../account/account-run.ts"
import { runFolder } from "../audience/run-folder.ts"

/** A stretch of a run that was written for somebody else's system. */
export interface WorkList {
  /** Its name in addresses: the first and the last chunk. */
  stretch: string
  letters: number
  /** ISO 8601. */
  deadline: string | null
  files: { name: string; bytes: number; sha256: string }[]
}

const FOLDER = /^work-list-(\d{1,9}-\d{1,9})$/
/** What stands beside the files that the manifest names. */
const SIGNED = ["manifest.json", "manifest.sig"]

/** The work lists of a run that were written, in their order. */
export async function listWorkLists(ctx: Context, runId: string): Promise<WorkList[]> {
  demand(ctx.actor, "notices.view")
  const folder = join(ctx.config.dataFolder, runFolder(await getNoticeRun(ctx, runId)))
  const names = await readdir(folder).catch(() => [])
  const stretches = names.flatMap((name) => FOLDER.exec(name)?.[1] ?? [])
  const lists = await Promise.all(stretches.map((stretch) => readManifest(folder, stretch)))
  return lists.toSorted((one, other) => Number.parseInt(one.stretch, 10) - Number.parseInt(other.stretch, 10))
}

/** One file of a work list, which names people. Throws not_found where there is none of this name. */
export async function openWorkListFile(
  ctx: Context,
  runId: string,
  stretch: string,
  name: string,
): Promise<{ bytes: number; pieces: AsyncIterable<Uint8Array> }> {
  demand(ctx.actor, "notice.hand_out")
  const lists = await listWorkLists(ctx, runId)
  const files = lists.find((list) => list.stretch === stretch)?.files ?? []
  if (![...SIGNED, ...files.map((file) => file.name)].includes(name) || files.length === 0)
    throw new AppError("not_found", "There is no such file")
  const run = await getNoticeRun(ctx, runId)
  const file = join(ctx.config.dataFolder, runFolder(run), `work-list-${stretch}`, name)
  const { size } = await stat(file)
  return { bytes: size, pieces: createReadStream(file) }
}

async function readManifest(folder: string, stretch: string): Promise<WorkList> {
  const text = await readFile(join(folder, `work-list-${stretch}`, "manifest.json"), "utf8")
  const { letters, deadline, files } = JSON.parse(text) as Omit<WorkList, "stretch">
  return { stretch, letters, deadline, files }
}
