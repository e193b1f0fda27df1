import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
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

/** The work lists of a run that were written, in their order. */
export async function listWorkLists(ctx: Context, runId: string): Promise<WorkList[]> {
  demand(ctx.actor, "notices.view")
  const folder = join(ctx.config.dataFolder, runFolder(await getNoticeRun(ctx, runId)))
  const names = await readdir(folder).catch(() => [])
  const stretches = names.flatMap((name) => FOLDER.exec(name)?.[1] ?? [])
  const lists = await Promise.all(stretches.map((stretch) => readManifest(folder, stretch)))
  return lists.toSorted((one, other) => Number.parseInt(one.stretch, 10) - Number.parseInt(other.stretch, 10))
}

async function readManifest(folder: string, stretch: string): Promise<WorkList> {
  const text = await readFile(join(folder, `work-list-${stretch}`, "manifest.json"), "utf8")
  const { letters, deadline, files } = JSON.parse(text) as Omit<WorkList, "stretch">
  return { stretch, letters, deadline, files }
}
