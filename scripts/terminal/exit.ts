import { ConfigError } from "../../lib/core/config.ts"
import { AppError } from "../../lib/core/errors.ts"
import { printable } from "../../lib/core/printable.ts"

/** Exit statuses of every command: 0 done, 2 wrong input, 1 a fault of ours, 130 ended by Ctrl-C. */
export const EXIT = { done: 0, fault: 1, wrongInput: 2, interrupted: 130 } as const

/**
 * Tells the error in one line, where it is the input's, or in full where it is ours, and ends with its status, at once:
 * work that nobody waits for any more, such as the reading of a large file, must not hold the process.
 */
export function exitWith(error: unknown): never {
  if (error instanceof Interrupted) {
    process.stderr.write("tocsin: stopped; nothing was written\n")
    process.exit(EXIT.interrupted)
  }
  if (error instanceof AppError) {
    const lines = error instanceof ConfigError ? error.problems : [error.message]
    for (const line of lines) process.stderr.write(`tocsin: ${printable(line)}\n`)
    process.exit(error.code === "unavailable" ? EXIT.fault : EXIT.wrongInput)
  }
  const told = error instanceof Error ? error.stack : error
  process.stderr.write(`tocsin: a fault of ours, please report it: ${told}\n`)
  process.exit(EXIT.fault)
}

/** Ctrl-C, or a request to end, while a command was at work. */
export class Interrupted extends Error {}

/**
 * Runs a piece of work that is given up as soon as the process is asked to end; `cleanUp` runs in any case, once.
 * The work asks the signal before it does what cannot be undone, for it runs on after that.
 */
export async function interruptible<T>(
  work: (stopped: AbortSignal) => Promise<T>,
  cleanUp: () => void | Promise<void>,
): Promise<T> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Interrupted())
  const stopped = new Promise<never>((_, reject) => {
    stopping.signal.addEventListener("abort", () => reject(stopping.signal.reason))
  })
  for (const signal of signals) process.on(signal, stop)
  const working = work(stopping.signal)
  working.catch(() => {}) // Told by the race; after a stop it fails in the engine that is taken away.
  try {
    return await Promise.race([working, stopped])
  } finally {
    await cleanUp()
    for (const signal of signals) process.off(signal, stop)
  }
}

/**
 * Runs a piece of work that asks the signal where it can be given up, and cleans up after itself. A second request to
 * end ends the process at once.
 */
export async function stoppable<T>(work: (stopped: AbortSignal) => Promise<T>): Promise<T> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Interrupted())
  for (const signal of signals) process.once(signal, stop)
  try {
    return await work(stopping.signal)
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}
