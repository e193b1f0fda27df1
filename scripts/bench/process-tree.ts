import { spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

const SAMPLE_EVERY_MS = 200
/** Of the kernel's clock in /proc, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

export interface Spent {
  wallS: number
  /** User and system time of the process and all its descendants; null where there is no /proc. */
  cpuS: number | null
  /** Highest sum over the process and all its descendants; null where there is no /proc. */
  peakMiB: number | null
}

/** Runs a command to its end and tells what it took; throws when it does not end well. */
export async function spend(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Spent & { stdout: string }> {
  const cpuBefore = cpuOfChildren()
  const startedAt = performance.now()
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const stopListening = onStop(() => child.kill("SIGTERM"))
  const sampler = sampleTree(child.pid ?? 0)
  const chunks: Buffer[] = []
  let complaint = ""
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2_000)
  })
  try {
    const status = await new Promise<number | string | null>((resolve, reject) => {
      child.on("error", reject)
      child.on("close", (code, signal) => resolve(code ?? signal))
    })
    const wallS = (performance.now() - startedAt) / 1000
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${complaint}`)
    const cpuAfter = cpuOfChildren()
    const cpuS = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore
    return { wallS, cpuS, peakMiB: sampler.stop(), stdout: Buffer.concat(chunks).toString("utf8") }
  } finally {
    sampler.stop()
    stopListening()
  }
}

/** When this process is asked to end, what it has started must not go on. */
function onStop(stop: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const
  const listener = () => {
    stop()
    process.exit(130)
  }
  for (const signal of signals) process.once(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}

/** Watches the memory of a process and its descendants until it is stopped. */
export function sampleTree(root: number): { stop: () => number | null } {
  let peak: number | null = null
  const sample = () => {
    const now = memoryOfTree(root)
    if (now !== null) peak = Math.max(peak ?? 0, now)
  }
  const timer = setInterval(sample, SAMPLE_EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return peak
    },
  }
}

/** In MiB, of a process and its descendants; null where there is no /proc. */
export function memoryOfTree(root: number): number | null {
  const parents = parentsOfProcesses()
  if (parents === null) return null
  const isOurs = (pid: number): boolean => {
    for (let one: number | undefined = pid; one; one = parents.get(one)) if (one === root) return true
    return false
  }
  const kib = [...parents.keys()].filter(isOurs).reduce((sum, pid) => sum + memoryKiB(pid), 0)
  return kib / 1024
}

/** Parent by process; null where there is no /proc. */
function parentsOfProcesses(): Map<number, number> | null {
  const parents = new Map<number, number>()
  try {
    for (const name of readdirSync("/proc")) {
      const parent = /^\d+$/.test(name) ? statFields(name)?.[1] : undefined
      if (parent !== undefined) parents.set(Number(name), parent)
    }
  } catch {
    return null
  }
  return parents
}

/** Fields of /proc/PID/stat behind the command's name: the state (not a number), the parent, … */
function statFields(pid: string): number[] | null {
  const text = readable(`/proc/${pid}/stat`)
  return (
    text
      ?.slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number) ?? null
  )
}

/** The proportional share counts pages that several processes hold once; where it may not be read, what is resident. */
function memoryKiB(pid: number): number {
  const share = /^Pss:\s+(\d+)/m.exec(readable(`/proc/${pid}/smaps_rollup`) ?? "")
  if (share) return Number(share[1])
  return Number(/^VmRSS:\s+(\d+)/m.exec(readable(`/proc/${pid}/status`) ?? "")?.[1] ?? 0)
}

/** User and system time of a process without those that it has started, in seconds; null where there is no /proc. */
export function cpuOf(pid: number): number | null {
  const fields = statFields(String(pid))
  return fields === null ? null : ((fields[11] ?? 0) + (fields[12] ?? 0)) / TICKS_PER_SECOND
}

/** Of all children that this process has waited for, with those that they have waited for. */
function cpuOfChildren(): number | null {
  const fields = statFields("self")
  return fields === null ? null : ((fields[13] ?? 0) + (fields[14] ?? 0)) / TICKS_PER_SECOND
}

function readable(path: string): string | null {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return null // It has ended meanwhile, or there is no /proc.
  }
}
