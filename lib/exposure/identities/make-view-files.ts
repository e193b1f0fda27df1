import { existsSync } from "node:fs"
import { copyFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import type { Context } from "../../core/context.ts"
import type { Result } from "../reading/result.ts"
import { viewFiles } from "../result-folder.ts"
import { pseudonymKey } from "./pseudonym.ts"
import { writeViewFiles } from "./write-view-files.ts"

const beingMade = new Map<string, Promise<void>>()

/**
 * Gives a result that an earlier version made the files that the rooms read. Once in a process; other processes that do
 * it meanwhile write the same rows, and each file takes its place whole.
 */
export async function makeViewFiles(
  ctx: Pick<Context, "withEngine" | "secret">,
  { incident, folder }: Pick<Result, "incident" | "folder">,
): Promise<void> {
  // The last one to take its place; and what has no people is no result that could be shown.
  if (existsSync(join(folder, "identities.parquet")) || !existsSync(join(folder, "people.parquet"))) return
  const making = beingMade.get(folder) ?? make(ctx, incident.id, folder)
  beingMade.set(folder, making)
  await making.finally(() => beingMade.delete(folder))
}

async function make(
  ctx: Pick<Context, "withEngine" | "secret">,
  incidentId: string,
  folder: string,
): Promise<void> {
  const key = pseudonymKey(ctx, incidentId)
  await ctx.withEngine(async (engine, workFolder) => {
    await writeViewFiles(engine, key, {
      from: (file) => join(folder, file),
      to: (file) => join(workFolder, file),
    })
    for (const file of viewFiles) {
      const arriving = join(folder, `.${process.pid}-${file}`)
      try {
        await copyFile(join(workFolder, file), arriving)
        await rename(arriving, join(folder, file))
      } finally {
        await rm(arriving, { force: true })
      }
    }
  })
}
