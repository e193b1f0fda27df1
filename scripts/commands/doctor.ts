import { constants } from "node:fs"
import { access, readdir, statfs } from "node:fs/promises"
import { freemem, totalmem } from "node:os"
import { join } from "node:path"
import { type Config, ConfigError } from "../../lib/core/config.ts"
import { AppError } from "../../lib/core/errors.ts"
import { printable } from "../../lib/core/printable.ts"
import { findLastBackup } from "../../lib/platform/backup/last-backup.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { prepareDataFolder } from "../../lib/platform/data-folder.ts"
import { runningPort } from "../../lib/platform/db/cluster.ts"
import { connect } from "../../lib/platform/db/connect.ts"
import { surveyMigrations } from "../../lib/platform/db/migrate.ts"
import { listFaultsOfPublicRole } from "../../lib/platform/db/public-role.ts"
import { openDuckDb } from "../../lib/platform/engine/duckdb.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"
import { openSink } from "../../lib/platform/sink/client.ts"
import { openServer, withDatabase } from "../processes/database.ts"
import { EXIT } from "../terminal/exit.ts"

interface Finding {
  what: string
  state: "ok" | "not configured" | "failed"
  told: string
}

const GIB = 1024 ** 3
const DISK_GIB_MIN = 5
const MEMORY_GIB_MIN = 2
const NODE_MIN = [20, 19] as const
const CLOCK_S_MAX = 2

/** `tocsin doctor`: says of each thing that Tocsin needs: ok, not configured, or failed and why. Status 1 when one failed. */
export async function doctorCommand({ json }: { json: boolean }): Promise<void> {
  const findings = [node(), memory(), ...(await installation())]
  const line = ({ what, state, told }: Finding) =>
    printable(`${state.padEnd(15)} ${what.padEnd(18)} ${told}\n`)
  process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(line).join(""))
  if (findings.some(({ state }) => state === "failed")) process.exitCode = EXIT.fault
}

/** What the settings name; nothing but the settings while one of them is wrong. */
async function installation(): Promise<Finding[]> {
  try {
    const config = readConfig()
    const place = dataFolder(config)
    const rest = await Promise.all([evidenceFolders(config), place.state === "ok" ? inside(config) : []])
    return [place, ...rest.flat()]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map((told) => failed("settings", told))
  }
}

/** What works in the data folder. */
async function inside(config: Config): Promise<Finding[]> {
  const found = [await disk(config), ...(await database(config)), await publicProcess(config)]
  return [...found, await sink(config), await engine(config), lastBackup(config)]
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  const isNewEnough = major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])
  return isNewEnough
    ? ok("Node", process.versions.node)
    : failed("Node", `${process.versions.node}; ${NODE_MIN.join(".")} or newer is needed`)
}

function memory(): Finding {
  const told = `${inGiB(freemem())} free of ${inGiB(totalmem())}`
  return totalmem() >= MEMORY_GIB_MIN * GIB
    ? ok("memory", told)
    : failed("memory", `${told}; ${MEMORY_GIB_MIN} GiB are needed`)
}

function dataFolder({ dataFolder: folder }: Config): Finding {
  try {
    prepareDataFolder(folder)
    return ok("data folder", folder)
  } catch (error) {
    return failed("data folder", messageOf(error))
  }
}

async function disk({ dataFolder: folder }: Config): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(folder)
  const free = bavail * bsize
  const told = `${inGiB(free)} free of ${inGiB(blocks * bsize)} at ${folder}`
  return free >= DISK_GIB_MIN * GIB
    ? ok("disk", told)
    : failed("disk", `${told}; ${DISK_GIB_MIN} GiB are needed to classify`)
}

async function evidenceFolders({ evidenceFolders: folders }: Config): Promise<Finding[]> {
  const what = "evidence folders"
  if (folders.length > 0) return await Promise.all(folders.map((folder) => evidenceFolder(what, folder)))
  const told = "uploads only; TOCSIN_EVIDENCE names folders of the server that may be read"
  return [{ what, state: "not configured", told }]
}

async function evidenceFolder(what: string, folder: string): Promise<Finding> {
  try {
    const { length } = await readdir(folder)
    await access(folder, constants.X_OK)
    return ok(what, `${folder} (${length} entries)`)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return failed(what, `TOCSIN_EVIDENCE: ${folder} cannot be read (${code})`)
  }
}

/** Changes nothing in a database that is there; an embedded one that does not run is started for the look. */
async function database(config: Config): Promise<Finding[]> {
  try {
    const kind = await kindOf(config)
    return await withDatabase(
      () => openServer(config),
      (url) => lookInto(url, kind),
    )
  } catch (error) {
    if (error instanceof AppError) return [failed("database", error.message)]
    throw error
  }
}

async function kindOf({ databaseUrl, dataFolder: folder }: Config): Promise<string> {
  if (databaseUrl !== null) return "external, DATABASE_URL"
  return (await runningPort(folder)) === null ? "embedded, started for this look" : "embedded, running"
}

async function lookInto(url: string, kind: string): Promise<Finding[]> {
  const client = await connect(url)
  try {
    const { rows } = await client.query<{ version: string; now: Date }>(
      "SELECT current_setting('server_version') AS version, clock_timestamp() AS now",
    )
    const [server] = rows
    if (!server) return []
    const { applied, pending } = await surveyMigrations(client)
    const outstanding = pending === 0 ? "" : `, ${pending} to be applied by the next start`
    const told = `PostgreSQL ${server.version} (${kind}), ${applied} migrations applied${outstanding}`
    return [ok("database", told), clock(server.now)]
  } finally {
    await client.end()
  }
}

/** The process that the internet reaches, and whether its role can do what it should and no more. */
async function publicProcess({ databaseUrl, public: settings }: Config): Promise<Finding> {
  const what = "public process"
  if (databaseUrl === null)
    return ok(what, `${settings.url}, with a role of its own in the embedded database`)
  if (settings.databaseUrl === null) {
    const told =
      "TOCSIN_PUBLIC_DATABASE_URL names its role in an external database; see docs/public-process.md"
    return { what, state: "not configured", told }
  }
  try {
    const faults = await listFaultsOfPublicRole(settings.databaseUrl)
    if (faults.length === 0)
      return ok(what, `${settings.url}, with a role that can do no more than it should`)
    return failed(what, `TOCSIN_PUBLIC_DATABASE_URL: its role ${faults.slice(0, 5).join(", ")}`)
  } catch (error) {
    return failed(what, `TOCSIN_PUBLIC_DATABASE_URL: ${messageOf(error)}`)
  }
}

/** Deadlines and leases compare the clocks of this machine and of the database. */
function clock(now: Date): Finding {
  const apartS = Math.abs(Date.now() - now.getTime()) / 1000
  const told = `${new Date().toISOString()}, ${apartS.toFixed(1)} s apart from the database's`
  return apartS <= CLOCK_S_MAX ? ok("clock", told) : failed("clock", told)
}

/** Where letters go until a relay is armed; it runs with the console. */
async function sink(config: Config): Promise<Finding> {
  const { host, port } = config.letters.sink
  try {
    const { letters, isFull } = await openSink(config, openSecrets(config)).count()
    const told = `smtp://${host}:${port}, ${letters} letters kept`
    return isFull ? failed("sink", `${told}; it has no room for another one`) : ok("sink", told)
  } catch {
    return { what: "sink", state: "not configured", told: `smtp://${host}:${port}, starts with the console` }
  }
}

async function engine(config: Config): Promise<Finding> {
  const { threads, memoryMiB } = config.engine
  const duckdb = openDuckDb({ threads, memoryMiB, spillFolder: join(config.dataFolder, "spill", "doctor") })
  try {
    const [found] = await duckdb.rows<{ version: string }>("SELECT version() AS version")
    return ok("evidence engine", `DuckDB ${found?.version}, ${threads} threads, ${memoryMiB} MiB`)
  } catch (error) {
    return failed("evidence engine", messageOf(error))
  } finally {
    await duckdb.close()
  }
}

function lastBackup({ dataFolder: folder }: Config): Finding {
  const last = findLastBackup(folder)
  if (last !== null) return ok("backup", `the last was made at ${last.at} into ${last.file}`)
  return {
    what: "backup",
    state: "not configured",
    told: "none was made yet: scripts/tocsin backup --out FILE.tar",
  }
}

function ok(what: string, told: string): Finding {
  return { what, state: "ok", told }
}

function failed(what: string, told: string): Finding {
  return { what, state: "failed", told }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function inGiB(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`
}
