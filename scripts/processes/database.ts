import type { Config } from "../../lib/core/config.ts"
import { AppError } from "../../lib/core/errors.ts"
import { prepareDataFolder } from "../../lib/platform/data-folder.ts"
import { openCluster } from "../../lib/platform/db/cluster.ts"
import { migrate } from "../../lib/platform/db/migrate.ts"
import { stoppable } from "../terminal/exit.ts"

/** The database of an installation. */
export interface InstallationDatabase {
  url: string
  /** Where it is ours: starts it again if it is gone. */
  revive(): Promise<void>
  /** Where it is ours and nobody else is at work with it: stops it. May be called again. */
  release(): Promise<void>
}

/** Starts or joins the embedded database, or takes the external one, and brings it to this version's schema. */
export async function openInstallationDatabase(config: Config): Promise<InstallationDatabase> {
  const database = await openServer(config)
  try {
    await migrate(database.url)
    return database
  } catch (error) {
    await database.release()
    if (error instanceof AppError) throw error
    const { message } = error as Error
    throw new AppError("unavailable", `the database cannot be prepared: ${message}`, { cause: error })
  }
}

/** Starts or joins the embedded database, or takes the external one, as it is. */
export async function openServer(config: Config): Promise<InstallationDatabase> {
  prepareDataFolder(config.dataFolder)
  return config.databaseUrl
    ? { url: config.databaseUrl, revive: async () => {}, release: async () => {} }
    : await openCluster(config.dataFolder)
}

/**
 * Does a short piece of work with a database and lets go of it afterwards. Whoever asks to end while it opens has
 * nothing done; work that has begun is brought to its end, or asks `stopped` where it can be given up. A second request
 * ends the process at once.
 */
export async function withDatabase<T>(
  open: () => Promise<InstallationDatabase>,
  work: (url: string, stopped: AbortSignal) => Promise<T>,
): Promise<T> {
  return await stoppable(async (stopped) => {
    const database = await open()
    try {
      stopped.throwIfAborted()
      return await work(database.url, stopped)
    } finally {
      await database.release()
    }
  })
}

/** The database of a process that the supervisor started. */
export function databaseUrlOf(config: Config): string {
  if (config.databaseUrl === null)
    throw new AppError("precondition", "DATABASE_URL: is missing; `npm start` starts this process with it")
  return config.databaseUrl
}
