import { spawn } from "node:child_process"
import { once } from "node:events"
import { projectRoot, readConfig } from "../../lib/platform/config.ts"
import { askedToEnd } from "../processes/asked-to-end.ts"
import { openInstallationDatabase } from "../processes/database.ts"
import { environmentOf, script } from "../processes/supervise.ts"
import { EXIT } from "../terminal/exit.ts"

/**
 * `tocsin worker`: runs one more worker until it is told to stop, beside any number of others, on the installation's
 * database, which is started if none runs.
 */
export async function workerCommand(): Promise<void> {
  const config = readConfig()
  const ending = askedToEnd()
  const database = await openInstallationDatabase(config)
  try {
    ending.throwIfAborted()
    const child = spawn(process.execPath, script("worker"), {
      cwd: projectRoot,
      env: environmentOf(config, database),
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    })
    const stop = () => child.kill("SIGTERM")
    ending.addEventListener("abort", stop, { once: true })
    process.stdout.write("A worker is at work; Ctrl-C stops it\n")
    const [code] = (await once(child, "exit")) as [number | null]
    if (!ending.aborted) process.exitCode = code || EXIT.fault
  } finally {
    await database.release()
  }
}
