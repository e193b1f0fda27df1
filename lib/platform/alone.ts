import { randomUUID } from "node:crypto"
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "../core/errors.ts"

const LOOK_EVERY_MS = 100
const TOUCH_EVERY_MS = 2_000
/** Whoever has not touched a lock for so long is gone, even where another process has its number by now. */
const SILENCE_MS_MAX = 20_000

/**
 * Runs one piece of work at a time among all processes of this machine. A lock whose holder is gone holds up nobody.
 * @throws AppError unavailable when another process holds the lock for longer than that
 */
export async function alone<T>(lock: string, work: () => Promise<T>, waitMsMax = 120_000): Promise<T> {
  const own = `${process.pid} ${randomUUID()}`
  mkdirSync(dirname(lock), { recursive: true })
  const deadline = Date.now() + waitMsMax
  while (!take(lock, own)) {
    if (Date.now() > deadline)
      throw new AppError(
        "unavailable",
        `process ${holderOf(contentOf(lock)) || "?"} holds ${lock} and is not done; end it, or try again later`,
      )
    await wait(LOOK_EVERY_MS)
  }
  const touching = setInterval(() => touch(lock), TOUCH_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(touching)
    if (contentOf(lock) === own) rmSync(lock, { force: true })
  }
}

function take(lock: string, own: string): boolean {
  try {
    writeFileSync(lock, own, { flag: "wx" })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  }
  const seen = contentOf(lock)
  if (seen !== null && isAbandoned(lock, seen)) remove(lock, seen)
  return false
}

function isAbandoned(lock: string, content: string): boolean {
  const holder = holderOf(content)
  return (holder > 0 && !isAlive(holder)) || Date.now() - touchedAt(lock) > SILENCE_MS_MAX
}

/** Removes the lock that was seen, and no other that has come in its place meanwhile. */
function remove(lock: string, seen: string): void {
  const aside = `${lock}.${randomUUID()}`
  try {
    renameSync(lock, aside)
  } catch {
    return // Somebody else has removed it.
  }
  if (contentOf(aside) === seen) rmSync(aside, { force: true })
  else renameSync(aside, lock)
}

/** The process that wrote a lock; 0 while it is being written. */
function holderOf(content: string | null): number {
  return Number.parseInt(content ?? "", 10) || 0
}

/** Whether a process of that number is there, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH"
  }
}

function contentOf(lock: string): string | null {
  try {
    return readFileSync(lock, "utf8")
  } catch {
    return null
  }
}

function touchedAt(lock: string): number {
  return statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
}

function touch(lock: string): void {
  try {
    utimesSync(lock, new Date(), new Date())
  } catch {
    // It was taken for abandoned: the machine slept.
  }
}
