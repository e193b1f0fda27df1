import { resolve } from "node:path"
import { type Manifest, sizeOf } from "../../lib/platform/backup/manifest.ts"
import { writeBackup } from "../../lib/platform/backup/write-backup.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { openServer, withDatabase } from "../processes/database.ts"
import { backedUpWords } from "../terminal/backup-text.ts"
import { version } from "../version.ts"

export interface BackupCommandOptions {
  out: string
  json: boolean
}

/** `tocsin backup`: writes all that is kept into one file and says what it holds. The console may run meanwhile. */
export async function backupCommand({ out, json }: BackupCommandOptions): Promise<void> {
  const config = readConfig()
  const manifest = await withDatabase(
    () => openServer(config),
    (url, signal) => writeBackup({ url, config, out, version, signal }),
  )
  process.stdout.write(json ? asJson(out, manifest) : backedUpWords(out, manifest))
}

function asJson(out: string, manifest: Manifest): string {
  const { at, version: of, elsewhere, secret } = manifest
  const told = {
    file: resolve(out),
    at,
    version: of,
    ...sizeOf(manifest),
    elsewhere,
    needsSecret: secret.isSetting,
  }
  return `${JSON.stringify(told, null, 2)}\n`
}
