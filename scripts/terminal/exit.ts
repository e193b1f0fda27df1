import { AppError } from "../../lib/core/errors.ts"

/** Exit statuses of every command: 0 done, 2 wrong input, 1 a fault of ours, 130 ended by Ctrl-C. */
export const EXIT = { done: 0, fault: 1, wrongInput: 2, interrupted: 130 } as const

/** Tells the error in one line, where it is the input's, or in full where it is ours, and ends with its status. */
export function exitWith(error: unknown): void {
  if (error instanceof Interrupted) {
    process.stderr.write("tocsin: stopped; nothing was written\n")
    process.exitCode = EXIT.interrupted
  } else if (error instanceof AppError) {
    process.stderr.write(`tocsin: ${error.message}\n`)
    process.exitCode = error.code === "unavailable" ? EXIT.fault : EXIT.wrongInput
  } else {
    process.stderr.write(
      `tocsin: a fault of ours, please report it: ${error instanceof Error ? error.stack : error}\n`,
    )
    process.exitCode = EXIT.fault
  }
}

/** Ctrl-C, or a request to end, while a command was at work. */
export class Interrupted extends Error {}

/** Runs a piece of work that ends as soon as the process is asked to end; `cleanUp` runs in any case, once. */
export async function interruptible<T>(
  work: () => Promise<T>,
  cleanUp: () => void | Promise<void>,
): Promise<T> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
  let stop: () => void = () => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Interrupted())
  })
  for (const signal of signals) process.on(signal, stop)
  const working = work()
  working.catch(() => {}) // Told by the race; after a stop it fails in the engine that is taken away.
  try {
    return await Promise.race([working, stopped])
  } finally {
    await cleanUp()
    for (const signal of signals) process.off(signal, stop)
  }
}
