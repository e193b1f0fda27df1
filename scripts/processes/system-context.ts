import { openSystemContext, type Resources } from "../../lib/access/open-context.ts"
import type { Config } from "../../lib/core/config.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { openDatabase } from "../../lib/platform/db/client.ts"
import { openReader } from "../../lib/platform/engine/reader.ts"
import { engineFor } from "../../lib/platform/engine/with-engine.ts"
import { openMail } from "../../lib/platform/mail.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"
import { openInstallationDatabase, withDatabase } from "./database.ts"

/** What the contexts of this process share, over a database; `close` lets go of it. */
export function openResources(config: Config, url: string): Resources & { close(): Promise<void> } {
  const database = openDatabase(url)
  const results = openReader(config)
  return {
    database,
    results,
    withEngine: engineFor(config),
    config,
    secret: openSecrets(config),
    sendMail: openMail(config),
    async close() {
      await Promise.all([database.$disconnect(), results.close()])
    },
  }
}

/** Does a command's work on the installation's database, which is started if none runs. */
export async function withResources<T>(
  config: Config,
  work: (resources: Resources & { databaseUrl: string }, stopped: AbortSignal) => Promise<T>,
): Promise<T> {
  return await withDatabase(
    () => openInstallationDatabase(config),
    async (databaseUrl, stopped) => {
      const resources = openResources(config, databaseUrl)
      try {
        return await work({ ...resources, databaseUrl }, stopped)
      } finally {
        await resources.close()
      }
    },
  )
}

/** Does a command's work as Tocsin itself. */
export async function withSystemContext<T>(
  config: Config,
  work: (ctx: SystemContext) => Promise<T>,
): Promise<T> {
  return await withResources(config, (resources) => work(openSystemContext(resources)))
}
