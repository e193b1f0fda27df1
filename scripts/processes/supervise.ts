import { createServer } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Config } from "../../lib/core/config.ts"
import { AppError } from "../../lib/core/errors.ts"
import type { Log } from "../../lib/core/log.ts"
import { openLog } from "../../lib/platform/log.ts"
import type { InstallationDatabase } from "./database.ts"
import { KeptProcess } from "./kept-process.ts"

const LOOK_EVERY_MS = 2_000
const ANSWER_MS_MAX = 5_000
const READY_MS_MAX = 60_000

/** The console's processes, kept alive: a web server and a worker, and the embedded database below them. */
export interface Supervision {
  /** Stops the processes, and then lets go of the database. */
  stop(): Promise<void>
}

/**
 * Starts the console and waits until it answers; what it started is stopped again where it does not, or `signal` is given.
 * @throws AppError unavailable when its port is taken or it does not come up, and the signal's reason
 */
export async function supervise(
  config: Config,
  database: InstallationDatabase,
  signal: AbortSignal = new AbortController().signal,
): Promise<Supervision> {
  await checkAddress(config)
  signal.throwIfAborted()
  const environment = environmentOf(config, database)
  const log = openLog("supervisor", config)
  const processes = [
    new KeptProcess({ name: "web server", args: script("web"), environment, signal, log }),
    new KeptProcess({ name: "worker", args: script("worker"), environment, signal, log }),
  ]
  const stopping = new AbortController()
  const keeping = keepDatabase(database, log, stopping.signal)
  const stop = async () => {
    stopping.abort()
    await Promise.all([keeping, ...processes.map((one) => one.stop())])
    await database.release()
  }
  try {
    await untilItAnswers(config, signal)
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

/** How Node starts one of our processes, from the project's folder. */
export function script(name: "web" | "worker"): string[] {
  return ["--import", "tsx", fileURLToPath(new URL(`./${name}.ts`, import.meta.url))]
}

/** The settings of the console's processes: those of the supervisor, with what it has found out. */
export function environmentOf(config: Config, database: Pick<InstallationDatabase, "url">) {
  return {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: database.url,
    TOCSIN_DATA: config.dataFolder,
    TOCSIN_HOST: config.host,
    TOCSIN_PORT: String(config.port),
    TOCSIN_URL: config.url,
  } satisfies NodeJS.ProcessEnv
}

/** Brings the embedded database back whenever it is gone, and says once why it cannot. */
async function keepDatabase(database: InstallationDatabase, log: Log, signal: AbortSignal): Promise<void> {
  let told = ""
  while (!signal.aborted) {
    try {
      await database.revive()
      told = ""
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== told) log.error("database.away", { error })
      told = reason
    }
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

/** @throws AppError unavailable when the console cannot listen where it is to */
export async function checkAddress({ host, port }: Config): Promise<void> {
  const hindrance = await hindranceAt(host, port)
  if (hindrance === null) return
  throw new AppError(
    "unavailable",
    hindrance === "EADDRINUSE"
      ? `TOCSIN_PORT: port ${port} of ${host} is taken by another program; choose another`
      : `TOCSIN_HOST, TOCSIN_PORT: nothing can listen at ${host}, port ${port} (${hindrance})`,
  )
}

/** Whether a server could listen there. */
export async function isFree(host: string, port: number): Promise<boolean> {
  return (await hindranceAt(host, port)) === null
}

function hindranceAt(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "unknown"))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

async function untilItAnswers({ host, port }: Config, signal: AbortSignal): Promise<void> {
  const everywhere: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" }
  const reached = everywhere[host] ?? host
  const address = `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}/health/ready`
  const deadline = Date.now() + READY_MS_MAX
  while (Date.now() < deadline) {
    signal.throwIfAborted()
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS_MAX) }).catch(() => null)
    if (response?.ok) return
    await wait(250)
  }
  throw new AppError("unavailable", "the console is not ready within a minute; its messages are above")
}
