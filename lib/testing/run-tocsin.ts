import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { setTimeout as after } from "node:timers/promises"
import { fileURLToPath } from "node:url"

export const tocsin = fileURLToPath(new URL("../../scripts/tocsin", import.meta.url))

export interface Ended {
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd?: string
  program?: string
  env?: Record<string, string>
}

/** The command line in a process of its own, at work. */
export interface Running {
  pid: number
  ended: Promise<Ended>
  hasEnded(): boolean
}

/** Starts the command line as a person would. */
export function startTocsin(
  args: readonly string[],
  { cwd, program = tocsin, env }: RunOptions = {},
): Running {
  const child = spawn(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const ended = endOf(child)
  return { pid: child.pid ?? 0, ended, hasEnded: () => child.exitCode !== null || child.signalCode !== null }
}

export function runTocsin(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return startTocsin(args, options).ended
}

function endOf(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: "", stderr: "" }
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    texts.stdout += text
  })
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    texts.stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (status, signal) => resolve({ status, signal, ...texts }))
  })
}

/** Processes that a process has started and that are still there. */
export function childrenOf(pid: number): number[] {
  return processes()
    .filter(({ parent }) => parent === pid)
    .map((one) => one.pid)
}

export function isRunning(pid: number): boolean {
  return processes().some((one) => one.pid === pid && !one.state.startsWith("Z"))
}

/** All processes: from /proc where there is one, for `ps` is not on every machine. */
function processes(): { pid: number; parent: number; state: string }[] {
  if (!existsSync("/proc/self/stat")) return processesByPs()
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [state = "", parent] = readFileSync(`/proc/${name}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")
      return [{ pid: Number(name), parent: Number(parent), state }]
    } catch {
      return [] // It has ended meanwhile.
    }
  })
}

function processesByPs() {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).trim().split("\n")
  return lines.map((line) => {
    const [pid, parent, state = ""] = line.trim().split(/\s+/)
    return { pid: Number(pid), parent: Number(parent), state }
  })
}

/** Waits for something that comes about in another process; false when it has not after that time. */
export async function comesTrue(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (!(await condition())) {
    if (Date.now() > deadline) return false
    await after(5)
  }
  return true
}
