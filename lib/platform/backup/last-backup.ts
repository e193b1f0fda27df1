import { readFileSync } from "node:fs"
import { rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { LAST_BACKUP } from "./kept-files.ts"

const lastBackupSchema = z.object({ at: z.iso.datetime(), file: z.string() })

type LastBackup = z.output<typeof lastBackupSchema>

/** Notes when a backup was made and where it went. */
export async function rememberBackup(dataFolder: string, last: LastBackup): Promise<void> {
  const partial = join(dataFolder, `${LAST_BACKUP}.${process.pid}.lock`)
  await writeFile(partial, `${JSON.stringify(last)}\n`, { mode: 0o600 })
  await rename(partial, join(dataFolder, LAST_BACKUP))
}

/** The last backup of a data folder, or null where none is noted. */
export function findLastBackup(dataFolder: string): LastBackup | null {
  try {
    return lastBackupSchema.parse(JSON.parse(readFileSync(join(dataFolder, LAST_BACKUP), "utf8")))
  } catch {
    return null
  }
}
