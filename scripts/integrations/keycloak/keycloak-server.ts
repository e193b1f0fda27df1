import { type ChildProcess, spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { AppError } from "../../../lib/core/errors.ts"

const START_MS_MAX = 10 * 60_000
const STOP_MS_MAX = 15_000
const HEAP = "-Xms256m -Xmx1g"

export interface KeycloakServer {
  url: string
  pid: number
  startedInS: number
  stop(): Promise<void>
}

/** Starts a Keycloak of its own with one realm, on a database in a folder that goes with it. */
export async function startKeycloak(home: string, realm: { realm: string }): Promise<KeycloakServer> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-keycloak-"))
  const [port, management] = [await freePort(), await freePort()]
  await cp(home, folder, { recursive: true })
  await mkdir(join(folder, "data", "import"), { recursive: true })
  await writeFile(join(folder, "data", "import", `${realm.realm}-realm.json`), JSON.stringify(realm))
  const beganAt = performance.now()
  const child = spawn(
    "sh",
    [
      "bin/kc.sh",
      "start",
      "--optimized",
      "--cache=local",
      "--import-realm",
      "--http-enabled=true",
      "--http-host=127.0.0.1",
      `--http-port=${port}`,
      `--http-management-port=${management}`,
      "--hostname-strict=false",
    ],
    // A group of its own, so that the script and the Java that it starts end together.
    {
      cwd: folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, JAVA_OPTS_KC_HEAP: HEAP },
    },
  )
  const said = lastWordsOf(child)
  const stop = stopOf(child, folder)
  const url = `http://127.0.0.1:${port}`
  try {
    await untilReady(`${url}/realms/${realm.realm}`, child)
  } catch (trouble) {
    await stop()
    throw new AppError("unavailable", `Keycloak does not start: ${(trouble as Error).message}. ${said()}`)
  }
  return { url, pid: child.pid ?? 0, startedInS: (performance.now() - beganAt) / 1000, stop }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_MS_MAX
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    await pause(500)
  }
  throw new Error("it takes too long")
}

function stopOf(child: ChildProcess, folder: string): () => Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name)
    } catch {
      // It has ended already.
    }
  }
  const atEnd = () => {
    signal("SIGKILL")
    rmSync(folder, { recursive: true, force: true })
  }
  process.once("exit", atEnd)
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve())
  })
  return async () => {
    signal("SIGTERM")
    await Promise.race([ended, pause(STOP_MS_MAX, undefined, { ref: false })])
    signal("SIGKILL")
    await ended
    process.off("exit", atEnd)
    await rm(folder, { recursive: true, force: true })
  }
}

function lastWordsOf(child: ChildProcess): () => string {
  let said = ""
  const listen = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-2_000)
  }
  child.stdout?.on("data", listen)
  child.stderr?.on("data", listen)
  return () => said
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
