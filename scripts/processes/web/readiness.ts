import { constants } from "node:fs"
import { access } from "node:fs/promises"
import { setTimeout as wait } from "node:timers/promises"
import type { Config } from "../../../lib/core/config.ts"
import { connect } from "../../../lib/platform/db/connect.ts"
import { surveyMigrations } from "../../../lib/platform/db/migrate.ts"

const DATABASE_MS_MAX = 2_000
/** So often at most the database is asked, however many ask us. */
const KEPT_MS = 1_000

/** Whether requests can be served, in words of which none is a secret or about anybody. */
export interface Readiness {
  ready: boolean
  database: "answers" | "away" | "other version"
  data: "writable" | "not writable"
  draining: boolean
}

type Facts = Pick<Readiness, "database" | "data">

/** Tells whether this process can serve requests, asked as often as one likes; never throws. */
export function readinessOf(
  config: Pick<Config, "dataFolder">,
  databaseUrl: string,
  draining: AbortSignal,
): () => Promise<Readiness> {
  let kept: Promise<Facts> | null = null
  const look = async (): Promise<Facts> => {
    const [database, data] = await Promise.all([databaseState(databaseUrl), folderState(config.dataFolder)])
    setTimeout(() => {
      kept = null
    }, KEPT_MS).unref()
    return { database, data }
  }
  return async () => {
    kept ??= look()
    const { database, data } = await kept
    const draws = draining.aborted
    return {
      ready: database === "answers" && data === "writable" && !draws,
      database,
      data,
      draining: draws,
    }
  }
}

async function databaseState(url: string): Promise<Facts["database"]> {
  const over = new AbortController()
  const late = wait(DATABASE_MS_MAX, "away" as const, { signal: over.signal, ref: false })
  const asked = ask(url).finally(() => over.abort())
  asked.catch(() => {})
  return await Promise.race([asked, late]).catch(() => "away")
}

async function ask(url: string): Promise<Facts["database"]> {
  const client = await connect(url, "tocsin-readiness")
  try {
    const { pending } = await surveyMigrations(client)
    return pending === 0 ? "answers" : "other version"
  } catch (error) {
    if ((error as { code?: unknown }).code === "precondition") return "other version"
    throw error
  } finally {
    await client.end()
  }
}

async function folderState(folder: string): Promise<Facts["data"]> {
  return await access(folder, constants.W_OK | constants.X_OK).then(
    () => "writable",
    () => "not writable",
  )
}
