import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import type { Config } from "../../../lib/core/config.ts"
import type { SystemContext } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import type { Sink } from "../../../lib/core/sink.ts"
import { projectRoot, readConfig } from "../../../lib/platform/config.ts"
import { connect } from "../../../lib/platform/db/connect.ts"
import { openSecrets } from "../../../lib/platform/secrets.ts"
import { openSink } from "../../../lib/platform/sink/client.ts"
import { openInstallationDatabase } from "../../processes/database.ts"
import { environmentOf, isFree, script, sinkEnvironmentOf } from "../../processes/supervise.ts"
import { openResources } from "../../processes/system-context.ts"

/** Below those that the system gives to connections. */
const FIRST_PORT = 24_300
const PORTS_TRIED = 400
const READY_MS_MAX = 30_000

/** An installation of its own for letters: embedded database, sink, and workers as they are asked for. */
export interface LetterBench {
  config: Config
  ctx: SystemContext
  sink: Sink
  /** Host and port of the sink, as a relay that cannot be asked. */
  relay: string
  startWorker(): LetterWorker
  /** Ends the database's server in a way, and brings it back. */
  restartDatabase(how: "SIGINT" | "SIGQUIT"): Promise<void>
  close(): Promise<void>
}

export interface LetterWorker {
  readonly pid: number
  kill(): Promise<void>
  /** Asks it to end, as the supervisor does. */
  stop(): Promise<void>
}

/** @throws AppError unavailable when the database or the sink does not start */
export async function openBench(): Promise<LetterBench> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-letters-"))
  const port = await twoFreePorts()
  const settings = {
    TOCSIN_DATA: folder,
    TOCSIN_SINK_PORT: String(port),
    TOCSIN_MAIL_URL: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    TOCSIN_MAIL_FROM: "care@cameras.example",
    TOCSIN_LOG: "off",
  }
  const config = readConfig({ ...process.env, DATABASE_URL: "", ...settings })
  const database = await openInstallationDatabase(config)
  const resources = openResources(config, database.url)
  const children = new Set<ChildProcess>()
  const start = (name: "worker" | "sink", env: NodeJS.ProcessEnv) => startProcess(name, env, children)
  start("sink", sinkEnvironmentOf(config))
  const sink = openSink(config, openSecrets(config))
  const close = async () => {
    await Promise.all([...children].map((child) => ended(child, "SIGKILL")))
    await resources.close().catch(() => {})
    await database.release()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await untilItAnswers(sink)
  } catch (error) {
    await close()
    throw error
  }
  return {
    config,
    ctx: openSystemContext(resources),
    sink,
    relay: `127.0.0.1:${port}`,
    startWorker: () => workerOf(start("worker", { ...environmentOf(config, database), ...settings })),
    async restartDatabase(how) {
      process.kill(await postmasterOf(database.url), how)
      for (let isBack = false; !isBack; await wait(100)) isBack = await comesBack(database)
    },
    close,
  }
}

function startProcess(
  name: "worker" | "sink",
  env: NodeJS.ProcessEnv,
  children: Set<ChildProcess>,
): ChildProcess {
  const child = spawn(process.execPath, script(name), {
    cwd: projectRoot,
    env,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
  children.add(child)
  child.once("exit", () => children.delete(child))
  return child
}

function workerOf(child: ChildProcess): LetterWorker {
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

async function untilItAnswers(sink: Sink): Promise<void> {
  for (const deadline = Date.now() + READY_MS_MAX; ; await wait(100)) {
    try {
      await sink.count()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
  }
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

async function twoFreePorts(): Promise<number> {
  const from = FIRST_PORT + Math.floor(Math.random() * PORTS_TRIED) * 2
  for (let port = from; port < from + PORTS_TRIED; port += 2)
    if ((await isFree("127.0.0.1", port)) && (await isFree("127.0.0.1", port + 1))) return port
  throw new AppError("unavailable", `no two ports from ${from} on are free`)
}
