import { createServer } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Config } from "../../lib/core/config.ts"
import { AppError } from "../../lib/core/errors.ts"
import type { Log } from "../../lib/core/log.ts"
import { ensurePublicRole } from "../../lib/platform/db/public-role.ts"
import { ensureProviderDatabase } from "../../lib/platform/idp/provider-database.ts"
import { openLog } from "../../lib/platform/log.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"
import type { InstallationDatabase } from "./database.ts"
import { KeptProcess } from "./kept-process.ts"

const MIB = 1024 * 1024
const LOOK_EVERY_MS = 2_000
const ANSWER_MS_MAX = 5_000
const READY_MS_MAX = 60_000

/** The console's processes, kept alive: a web server and a worker, and the embedded database below them. */
export interface Supervision {
  /** Stops the processes, and then lets go of the database. */
  stop(): Promise<void>
}

export interface SupervisionOptions {
  /** Starts the demo's identity provider and its app beside the console, over a database of the provider's own. */
  withIdentityProvider?: boolean
}

/**
 * Starts the console and waits until it answers; what it started is stopped again where it does not, or `signal` is given.
 * @throws AppError unavailable when its port is taken or it does not come up, and the signal's reason
 */
export async function supervise(
  config: Config,
  database: InstallationDatabase,
  signal: AbortSignal = new AbortController().signal,
  { withIdentityProvider = false }: SupervisionOptions = {},
): Promise<Supervision> {
  await checkAddress(config)
  const publicUrl = await publicDatabaseUrl(config, database)
  if (publicUrl !== null) await checkAddress(config.public, "TOCSIN_PUBLIC_")
  await checkSink(config)
  const providerUrl = withIdentityProvider ? await ensureProviderDatabase(database.url) : null
  if (providerUrl !== null) await checkDemoProvider(config)
  signal.throwIfAborted()
  const environment = environmentOf(config, database)
  const log = openLog("supervisor", config)
  const processes = [
    new KeptProcess({ name: "web server", args: script("web"), environment, signal, log }),
    new KeptProcess({ name: "worker", args: script("worker"), environment, signal, log }),
    new KeptProcess({
      name: "sink",
      args: script("sink"),
      environment: sinkEnvironmentOf(config),
      signal,
      log,
    }),
    ...(publicUrl === null ? [] : [publicProcess(config, publicUrl, signal, log)]),
    ...(providerUrl === null ? [] : demoProviderProcesses(config, providerUrl, signal, log)),
  ]
  const stopping = new AbortController()
  const keeping = keepDatabase(database, log, stopping.signal)
  const stop = async () => {
    stopping.abort()
    await Promise.all([keeping, ...processes.map((one) => one.stop())])
    await database.release()
  }
  try {
    await untilItAnswers(`${addressOf(config)}/health/ready`, "the console", signal)
    if (providerUrl !== null) await untilDemoProviderAnswers(config, signal)
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

/** The database for the public process's own role: made in ours, given by the settings in another's, else null. */
async function publicDatabaseUrl(
  config: Config,
  database: Pick<InstallationDatabase, "url">,
): Promise<string | null> {
  if (config.databaseUrl !== null) return config.public.databaseUrl
  const password = openSecrets(config)("public database role").toString("base64url")
  return await ensurePublicRole(database.url, password)
}

function publicProcess(config: Config, url: string, signal: AbortSignal, log: Log): KeptProcess {
  const environment = publicEnvironmentOf(config, url)
  return new KeptProcess({ name: "public server", args: script("public"), environment, signal, log })
}

/** The public process is told nothing that it does not need: no data folder, no secrets, nothing of our environment. */
export function publicEnvironmentOf({ public: settings }: Pick<Config, "public">, url: string) {
  const { host, port, url: address, webhookSecrets } = settings
  return {
    NODE_ENV: "production",
    DATABASE_URL: url,
    TOCSIN_PUBLIC_HOST: host,
    TOCSIN_PUBLIC_PORT: String(port),
    TOCSIN_PUBLIC_URL: address,
    TOCSIN_PUBLIC_WEBHOOKS: Object.entries(webhookSecrets)
      .map(([source, secret]) => `${source}=${secret}`)
      .join(","),
  } satisfies NodeJS.ProcessEnv
}

/** The sink needs its folder and its ports, and nothing of the database. */
export function sinkEnvironmentOf({ dataFolder, secret, log, diskReserveBytes, letters }: Config) {
  return {
    NODE_ENV: "production",
    TOCSIN_DATA: dataFolder,
    TOCSIN_SECRET: secret ?? "",
    TOCSIN_LOG: log,
    TOCSIN_DISK_RESERVE_MIB: String(Math.ceil(diskReserveBytes / MIB)),
    TOCSIN_SINK_PORT: String(letters.sink.port),
  } satisfies NodeJS.ProcessEnv
}

function demoProviderProcesses(config: Config, url: string, signal: AbortSignal, log: Log): KeptProcess[] {
  const environment = { ...sinkEnvironmentOf(config), DATABASE_URL: url }
  return [
    new KeptProcess({ name: "identity provider", args: script("idp"), environment, signal, log }),
    new KeptProcess({
      name: "relying party",
      args: script("relying-party"),
      environment: sinkEnvironmentOf(config),
      signal,
      log,
    }),
  ]
}

/** Its ports follow the sink's. */
async function checkDemoProvider({ demoProvider: { host, port, relyingPartyPort } }: Config): Promise<void> {
  await checkAddress({ host, port }, "TOCSIN_SINK_")
  await checkAddress({ host, port: relyingPartyPort }, "TOCSIN_SINK_")
}

async function untilDemoProviderAnswers({ demoProvider }: Config, signal: AbortSignal): Promise<void> {
  const { host, port, relyingPartyPort } = demoProvider
  const discovery = `http://${host}:${port}/.well-known/openid-configuration`
  await untilItAnswers(discovery, "the demo's identity provider", signal)
  await untilItAnswers(`http://${host}:${relyingPartyPort}/`, "the demo's app", signal)
}

async function checkSink({ letters: { sink } }: Config): Promise<void> {
  await checkAddress(sink, "TOCSIN_SINK_")
  await checkAddress({ host: sink.host, port: sink.doorPort }, "TOCSIN_SINK_")
}

/** How Node starts one of our processes, from the project's folder. */
export function script(name: "web" | "worker" | "public" | "sink" | "idp" | "relying-party"): string[] {
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

/** @throws AppError unavailable when a server of ours cannot listen where its settings say */
export async function checkAddress(
  { host, port }: Pick<Config, "host" | "port">,
  settings = "TOCSIN_",
): Promise<void> {
  const hindrance = await hindranceAt(host, port)
  if (hindrance === null) return
  throw new AppError(
    "unavailable",
    hindrance === "EADDRINUSE"
      ? `${settings}PORT: port ${port} of ${host} is taken by another program; choose another`
      : `${settings}HOST, ${settings}PORT: nothing can listen at ${host}, port ${port} (${hindrance})`,
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

function addressOf({ host, port }: Config): string {
  const everywhere: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" }
  const reached = everywhere[host] ?? host
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`
}

async function untilItAnswers(address: string, name: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX
  while (Date.now() < deadline) {
    signal.throwIfAborted()
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS_MAX) }).catch(() => null)
    if (response?.ok) return
    await wait(250)
  }
  throw new AppError("unavailable", `${name} is not ready within a minute; its messages are above`)
}
