import { spawn, spawnSync } from "node:child_process"
import { AppError } from "../../lib/core/errors.ts"

const JAVA_MIN = 17

/**
 * Sees that Java and Maven are there, which nothing but these tests needs.
 * @throws AppError precondition that says what to install
 */
export function requireTools(): void {
  const java = spawnSync("java", ["-version"], { encoding: "utf8" })
  const version = Number(/version "(\d+)/.exec(`${java.stderr ?? ""}`)?.[1] ?? Number.NaN)
  if (java.error !== undefined || !(version >= JAVA_MIN)) {
    const found = Number.isNaN(version) ? "none is on the path" : `version ${version} is on the path`
    throw new AppError(
      "precondition",
      `Keycloak needs Java ${JAVA_MIN} or newer, and ${found}: install a JDK`,
    )
  }
  if (spawnSync("mvn", ["--version"]).error !== undefined)
    throw new AppError(
      "precondition",
      "Keycloak is fetched by Maven, and no mvn is on the path: install Maven",
    )
}

/** Runs a command to its end. @throws AppError unavailable with the last of what it said where it does not end well */
export async function runTool(command: string, args: readonly string[], folder: string): Promise<void> {
  const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
  let said = ""
  const listen = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-2_000)
  }
  child.stdout.on("data", listen)
  child.stderr.on("data", listen)
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", resolve)
  })
  if (status !== 0)
    throw new AppError("unavailable", `${command} ${args[0]} ended with ${status}: ${said.trim()}`)
}
