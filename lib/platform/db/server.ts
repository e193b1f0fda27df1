import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { createServer } from "node:net"
import { basename, dirname, join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "../../core/errors.ts"
import type { ServerPrograms } from "./server-programs.ts"

export const USER = "tocsin"
const START_ATTEMPTS = 3
/** A server that was killed reads its log again before it takes connections. */
const START_S_MAX = 600
const LOOK_EVERY_MS = 100
const READY_MS_MAX = 60_000

/**
 * The port on which a server takes connections, or null when it does not run; one that starts or stops is waited for.
 * @throws AppError unavailable when it does neither within a minute
 */
export async function findPort(programs: ServerPrograms): Promise<number | null> {
  for (let waited = 0; waited < READY_MS_MAX; waited += LOOK_EVERY_MS) {
    if (!(await isRunning(programs))) return null
    const lines = pidFileOf(programs)
    // The eighth line tells whether the server takes connections.
    if (lines?.[7]?.startsWith("ready")) return Number(lines[3])
    await wait(LOOK_EVERY_MS)
  }
  throw new AppError(
    "unavailable",
    `the embedded PostgreSQL neither starts nor stops; ${logOf(programs)} tells more`,
  )
}

async function isRunning(programs: ServerPrograms): Promise<boolean> {
  const lines = pidFileOf(programs)
  if (lines === null || worksElsewhere(Number(lines[0]), programs.folder)) return false
  return await programs.run("pg_ctl", ["status", "-D", programs.folder]).then(
    () => true,
    () => false,
  )
}

function pidFileOf({ folder }: ServerPrograms): string[] | null {
  try {
    return readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")
  } catch {
    return null
  }
}

/** After a server was killed, another process may have its number: it works in another folder. */
function worksElsewhere(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(folder)
  } catch {
    return false // There is no telling; PostgreSQL has its own look.
  }
}

/** Makes a cluster in a folder beside and moves it: one that was interrupted is never taken for whole. */
export async function makeServer({ folder, password, run, handOver }: ServerPrograms): Promise<void> {
  const making = `${folder}.making-${process.pid}`
  const passwordFile = `${making}.password`
  removeLeftovers(folder)
  mkdirSync(making, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const path of [making, passwordFile]) handOver(path)
  try {
    const options = [
      "--auth=scram-sha-256",
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      "--locale=C",
    ]
    await run("initdb", ["-D", making, ...options])
    renameSync(making, folder)
  } finally {
    removeLeftovers(folder)
  }
}

function removeLeftovers(folder: string): void {
  const above = dirname(folder)
  for (const name of readdirSync(above))
    if (name.startsWith(`${basename(folder)}.making-`))
      rmSync(join(above, name), { recursive: true, force: true })
}

/**
 * Starts a server on the port that it must have, else on that of the last time, or on another when that is taken.
 * @throws AppError unavailable with PostgreSQL's own reason
 */
export async function startServer(programs: ServerPrograms, mustHave: number | null): Promise<number> {
  const { folder, run, handOver } = programs
  const log = logOf(programs)
  const lines = pidFileOf(programs)
  if (lines && worksElsewhere(Number(lines[0]), folder)) rmSync(join(folder, "postmaster.pid"))
  let port = mustHave ?? lastPort(folder) ?? (await freePort())
  for (let attempt = 1; ; attempt++) {
    const options = `-p ${port} -h 127.0.0.1 -c unix_socket_directories=`
    const logged = sizeOf(log)
    try {
      await run("pg_ctl", ["start", "-D", folder, "-w", "-t", String(START_S_MAX), "-l", log, "-o", options])
      const portFile = join(folder, "tocsin-port")
      writeFileSync(portFile, String(port))
      handOver(portFile)
      return port
    } catch (cause) {
      const reason = reasonIn(log, logged) ?? (cause as Error).message
      const isTaken = /Address already in use|could not create any TCP\/IP sockets/.test(reason)
      if (!isTaken || mustHave !== null || attempt === START_ATTEMPTS)
        throw new AppError("unavailable", `the embedded PostgreSQL does not start: ${reason}`, { cause })
      port = await freePort()
    }
  }
}

export async function stopServer({ folder, run }: ServerPrograms): Promise<void> {
  await run("pg_ctl", ["stop", "-D", folder, "-m", "fast", "-w"])
}

function logOf({ folder }: ServerPrograms): string {
  return join(folder, "server.log")
}

/** Why the server did not start, as it says itself in what it wrote since. */
function reasonIn(log: string, from: number): string | null {
  if (!existsSync(log)) return null
  const told = readFileSync(log)
    .subarray(from)
    .toString("utf8")
    .matchAll(/\b(?:FATAL|PANIC): +(.+)/g)
  return [...told].at(-1)?.[1] ?? null
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function lastPort(folder: string): number | null {
  const file = join(folder, "tocsin-port")
  const port = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0
  return port > 0 && port < 65_536 ? port : null
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0))
    })
  })
}
