import { resolve } from "node:path"
import { noteRestore } from "../../lib/access/note-restore.ts"
import { openSystemContext } from "../../lib/access/open-context.ts"
import type { Config } from "../../lib/core/config.ts"
import { type Manifest, sizeOf } from "../../lib/platform/backup/manifest.ts"
import { demandRestorable, restoreBackup } from "../../lib/platform/backup/restore-backup.ts"
import { type Unpacked, unpackBackup } from "../../lib/platform/backup/unpack-backup.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { openServer, withDatabase } from "../processes/database.ts"
import { openResources } from "../processes/system-context.ts"
import { restoredWords } from "../terminal/backup-text.ts"
import { stoppable } from "../terminal/exit.ts"

export interface RestoreCommandOptions {
  into?: string
  json: boolean
}

/**
 * `tocsin restore`: checks a whole backup, and only then puts what it holds into an empty data folder and database,
 * with which this version can go on.
 */
export async function restoreCommand(file: string, { into, json }: RestoreCommandOptions): Promise<void> {
  const settings = readConfig()
  const config = into === undefined ? settings : { ...settings, dataFolder: resolve(into) }
  const { manifest, migrated } = await restore(file, config)
  process.stdout.write(
    json ? asJson(config, manifest, migrated) : restoredWords(config.dataFolder, manifest, migrated),
  )
}

async function restore(file: string, config: Config): Promise<{ manifest: Manifest; migrated: string[] }> {
  let unpacked: Unpacked | null = null
  try {
    unpacked = await stoppable((stopped) => unpackBackup(file, config.dataFolder, stopped))
    demandRestorable(unpacked, config)
    const whole = unpacked
    const migrated = await withDatabase(
      () => openServer(config),
      async (url) => {
        const later = await restoreBackup(url, whole, config)
        const resources = openResources(config, url)
        await noteRestore(openSystemContext(resources), whole.manifest.at).finally(() => resources.close())
        return later
      },
    )
    return { manifest: whole.manifest, migrated }
  } finally {
    unpacked?.discard()
  }
}

function asJson({ dataFolder }: Config, manifest: Manifest, migrated: readonly string[]): string {
  const { at, version, elsewhere } = manifest
  return `${JSON.stringify({ dataFolder, at, version, ...sizeOf(manifest), elsewhere, migrated }, null, 2)}\n`
}
