import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { serverPrograms } from "../lib/platform/db/server-programs.ts"
import type { JourneyPerson } from "./people.ts"

/** The data folder of the console that the journeys lead through; the setup names it to the tests. */
export function dataFolder(): string {
  const folder = process.env.TOCSIN_TEST_DATA
  if (!folder) throw new Error("TOCSIN_TEST_DATA is missing: the setup names it")
  return folder
}

/** A folder that is open to evidence: logs that go on after an action. */
export function watchedLogs(folder = dataFolder()): string {
  return join(folder, "watched-logs")
}

/** Where the session of a person who signed in before the journeys lies, for browsers to take up. */
export function sessionFile(person: JourneyPerson, folder = dataFolder()): string {
  return join(folder, `session-${person}.json`)
}

/** Every file below the data folder's incidents, relative to them: evidence, results, and what is only partly there. */
export function incidentFiles(): string[] {
  const folder = join(dataFolder(), "incidents")
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** The process that works off the runs of this console. */
export function workerPid(): number {
  return pidOf("worker.ts")
}

/** The process that makes the pages of this console. */
export function webPid(): number {
  return pidOf("web.ts")
}

function pidOf(script: string): number {
  const mine = Number(process.env.TOCSIN_TEST_SUPERVISOR)
  const found = processes().find(({ parent, command }) => parent === mine && command.includes(script))
  if (!found) throw new Error(`${script} does not run`)
  return found.pid
}

/** The embedded database's first process. */
export async function databasePid(): Promise<number> {
  const { folder } = await serverPrograms(dataFolder())
  return Number(readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0])
}

/** All processes: from /proc where there is one, for `ps` is not on every machine. */
function processes(): { pid: number; parent: number; command: string }[] {
  if (existsSync("/proc/self/stat"))
    return readdirSync("/proc").flatMap((name) => {
      if (!/^\d+$/.test(name)) return []
      try {
        const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ")
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ")
        return [{ pid: Number(name), parent: Number(parent), command }]
      } catch {
        return [] // It has ended meanwhile.
      }
    })
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n")
  return lines.map((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return { pid: Number(pid), parent: Number(parent), command }
  })
}
