import { existsSync, realpathSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import type pg from "pg"
import { AppError } from "../../core/errors.ts"
import { alone } from "../alone.ts"
import { connect } from "./connect.ts"
import { findPort, makeServer, startServer, stopServer, USER } from "./server.ts"
import { type ServerPrograms, serverPrograms } from "./server-programs.ts"

const DATABASE = "tocsin"
const PRESENCE = "tocsin presence"
/** A connection that was closed is listed until its server process has noticed. */
const LEAVING_MS_MAX = 3_000
const LOOK_EVERY_MS = 50

/** An embedded PostgreSQL: a server of its own, which several processes share and which outlives each of them. */
export interface Cluster {
  url: string
  /**
   * Starts the server again if it is gone.
   * @throws AppError unavailable when it does not come back where it was
   */
  revive(): Promise<void>
  /** Stops the server when nobody else is at work with it; once, however often it is called. */
  release(): Promise<void>
}

/** The port on which a data folder's PostgreSQL listens, or null when it does not run. */
export async function runningPort(dataFolder: string): Promise<number | null> {
  return await findPort(await serverPrograms(dataFolder))
}

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one that runs already; makes it when there is none.
 * @throws AppError unavailable with the reason that PostgreSQL gives
 */
export async function openCluster(dataFolder: string): Promise<Cluster> {
  try {
    return await open(await serverPrograms(dataFolder))
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const { message } = cause as Error
    throw new AppError("unavailable", `the embedded PostgreSQL does not start: ${message}`, { cause })
  }
}

async function open(programs: ServerPrograms): Promise<Cluster> {
  const { folder, password } = programs
  const lock = `${folder}.lock`
  // Whatever the environment demands of other servers: this one is on this machine and has no certificate.
  const addressOf = (port: number, database: string) =>
    `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`
  const enter = (mustHave: number | null) =>
    alone(lock, async () => {
      if (!existsSync(join(folder, "PG_VERSION"))) await makeServer(programs)
      const port = (await findPort(programs)) ?? (await startServer(programs, mustHave))
      if (mustHave !== null && port !== mustHave)
        throw new AppError("unavailable", "the database was started on another port; start Tocsin again")
      return { port, presence: await attend(addressOf(port, "postgres"), folder) }
    })
  const { port, presence: first } = await enter(null)
  let presence = first
  let released: Promise<void> | null = null
  const leave = async () => {
    await presence.end()
    await alone(lock, () => stopIfIdle(programs, addressOf(port, "postgres")))
  }
  return {
    url: addressOf(port, DATABASE),
    async revive() {
      if (presence.isLost()) presence = (await enter(port)).presence
    },
    release() {
      released ??= leave()
      return released
    },
  }
}

interface Presence {
  isLost(): boolean
  end(): Promise<void>
}

/** Connects for as long as the cluster is used, so that others see it is, and makes the database if need be. */
async function attend(url: string, folder: string): Promise<Presence> {
  const client = await connect(url, PRESENCE)
  let isLost = false
  client.on("end", () => {
    isLost = true
  })
  try {
    await checkPlace(client, folder)
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  } catch (error) {
    await client.end()
    throw error
  }
  return { isLost: () => isLost, end: () => client.end().catch(() => {}) }
}

async function checkPlace(client: pg.Client, folder: string): Promise<void> {
  const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory")
  if (realpathSync(rows[0]?.data_directory ?? "") !== realpathSync(folder))
    throw new AppError("unavailable", `another PostgreSQL answers in the place of ${folder}`)
}

async function stopIfIdle(programs: ServerPrograms, url: string): Promise<void> {
  if (await isAtWork(url)) return
  await stopServer(programs).catch(() => {}) // It is gone already.
}

/** Whether anybody else is connected, apart from those who are just leaving. */
async function isAtWork(url: string): Promise<boolean> {
  const client = await connect(url).catch(() => null)
  if (client === null) return false
  try {
    let others: string[] = []
    for (let waited = 0; waited < LEAVING_MS_MAX; waited += LOOK_EVERY_MS) {
      others = await listOthers(client)
      if (others.length === 0 || others.includes(PRESENCE)) break
      await wait(LOOK_EVERY_MS)
    }
    return others.length > 0
  } finally {
    await client.end().catch(() => {})
  }
}

async function listOthers(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ application_name: string }>(
    "SELECT application_name FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  )
  return rows.map((row) => row.application_name)
}
