import { type ChildProcess, type ForkOptions, fork, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { openSystemContext, type Resources } from "../../lib/access/open-context.ts"
import type { Config } from "../../lib/core/config.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { AppError } from "../../lib/core/errors.ts"
import { projectRoot, readConfig } from "../../lib/platform/config.ts"
import { connect } from "../../lib/platform/db/connect.ts"
import { openInstallationDatabase } from "../processes/database.ts"
import { environmentOf, isFree, script } from "../processes/supervise.ts"
import { openResources } from "../processes/system-context.ts"

/** Below those that the system gives to connections. */
const FIRST_PORT = 24_300
const PORTS_TRIED = 400

/** An installation of a bench's own: an embedded database, and processes as they are asked for. */
export interface OwnInstallation {
  config: Config
  databaseUrl: string
  resources: Resources
  ctx: SystemContext
  /** One of scripts/processes, with an environment of its own. */
  start(name: Parameters<typeof script>[0], env: NodeJS.ProcessEnv): ChildProcess
  /** A script that is told things by messages; it is killed with the others. */
  fork(file: string, options?: ForkOptions): ChildProcess
  startWorker(): BenchWorker
  /** Ends the database's server in a way, and brings it back. */
  restartDatabase(how: "SIGINT" | "SIGQUIT"): Promise<void>
  close(): Promise<void>
}

export interface BenchWorker {
  readonly pid: number
  kill(): Promise<void>
  /** Asks it to end, as the supervisor does. */
  stop(): Promise<void>
}

/** @throws AppError unavailable when the database does not start */
export async function openInstallation(
  name: string,
  given: Readonly<Record<string, string>>,
): Promise<OwnInstallation> {
  const folder = mkdtempSync(join(tmpdir(), `tocsin-${name}-`))
  const settings = { TOCSIN_DATA: folder, TOCSIN_LOG: "off", ...given }
  const config = readConfig({ ...process.env, DATABASE_URL: "", ...settings })
  const database = await openInstallationDatabase(config)
  const resources = openResources(config, database.url)
  const children = new Set<ChildProcess>()
  const kept = (child: ChildProcess) => {
    children.add(child)
    child.once("exit", () => children.delete(child))
    return child
  }
  const start: OwnInstallation["start"] = (process_, env) =>
    kept(
      spawn(process.execPath, script(process_), {
        cwd: projectRoot,
        env,
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      }),
    )
  return {
    config,
    databaseUrl: database.url,
    resources,
    ctx: openSystemContext(resources),
    start,
    fork: (file, options) =>
      kept(
        fork(file, {
          execArgv: ["--import", "tsx"],
          stdio: ["ignore", "ignore", "inherit", "ipc"],
          ...options,
        }),
      ),
    startWorker: () => workerOf(start("worker", { ...environmentOf(config, database), ...settings })),
    async restartDatabase(how) {
      process.kill(await postmasterOf(database.url), how)
      for (let isBack = false; !isBack; await wait(100)) isBack = await comesBack(database)
    },
    async close() {
      await Promise.all([...children].map((child) => ended(child, "SIGKILL")))
      await resources.close().catch(() => {})
      await database.release()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The first of so many free ports in a row. */
export async function freePorts(count: number): Promise<number> {
  const from = FIRST_PORT + Math.floor(Math.random() * PORTS_TRIED) * count
  const isRunFree = async (first: number) => {
    for (let port = first; port < first + count; port++) if (!(await isFree("127.0.0.1", port))) return false
    return true
  }
  for (let port = from; port < from + PORTS_TRIED; port += count) if (await isRunFree(port)) return port
  throw new AppError("unavailable", `no ${count} ports in a row from ${from} on are free`)
}

function workerOf(child: ChildProcess): BenchWorker {
  return {
    pid: child.pid ?? 0,
    kill: () => ended(child, "SIGKILL"),
    stop: () => ended(child, "SIGTERM"),
  }
}

async function ended(child: ChildProcess, how: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, "exit")
  child.kill(how)
  await gone
}

async function postmasterOf(url: string): Promise<number> {
  const client = await connect(url)
  try {
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory")
    return Number(readFileSync(join(rows[0]?.data_directory ?? "", "postmaster.pid"), "utf8").split("\n")[0])
  } finally {
    await client.end()
  }
}

async function comesBack(database: { url: string; revive(): Promise<void> }): Promise<boolean> {
  try {
    await database.revive()
    await (await connect(database.url)).end()
    return true
  } catch {
    return false // It ends, or is just starting.
  }
}
