import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect } from "vitest"
import { childrenOf, comesTrue, type Running, startTocsin } from "./run-tocsin.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))
const COME_MS_MAX = 60_000

export interface Worker extends Running {
  /** Waits for the process of the attempt that it runs, and for that one's engine. */
  atWork(): Promise<{ attempt: number; engine: number }>
}

/** The worker in a process of its own. */
export function startWorker(env: Record<string, string>): Worker {
  const args = ["--import", "tsx", "scripts/processes/worker.ts"]
  const running = startTocsin(args, { program: process.execPath, cwd: root, env })
  return {
    ...running,
    async atWork() {
      const attempt = await comes(() => childOf(running.pid, "attempt-child"))
      return { attempt, engine: await comes(() => childOf(attempt, "duckdb-child")) }
    },
  }
}

/** A child of a process that was started with the named script. */
export function childOf(pid: number, script: string): number | undefined {
  return childrenOf(pid).find((child) => commandOf(child).includes(script))
}

async function comes(find: () => number | undefined): Promise<number> {
  let found: number | undefined
  const isThere = () => {
    found = find()
    return found !== undefined
  }
  expect(await comesTrue(isThere, COME_MS_MAX)).toBe(true)
  return found ?? 0
}

function commandOf(pid: number): string {
  try {
    if (existsSync("/proc/self/cmdline")) return readFileSync(`/proc/${pid}/cmdline`, "utf8")
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" })
  } catch {
    return "" // It has ended meanwhile.
  }
}
