import { Interrupted } from "../terminal/exit.ts"

/** Ctrl-C may come twice at once: from the terminal to the whole process group, and again from npm. */
const SAME_REQUEST_MS = 1_000
const LOOK_EVERY_MS = 1_000

/**
 * From now on a request to end is told by a signal, so that what was started can be stopped in order. A second request,
 * a second or more after the first, ends the process at once.
 */
export function askedToEnd(): AbortSignal {
  const ending = new AbortController()
  let askedAt = 0
  const ask = () => {
    if (ending.signal.aborted && Date.now() - askedAt > SAME_REQUEST_MS) process.exit(130)
    if (ending.signal.aborted) return
    askedAt = Date.now()
    process.stdout.write("\nStopping …\n")
    ending.abort(new Interrupted())
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask)
  endWithNpm(ask)
  // A terminal that was closed takes no more text; that must not keep us from stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
  return ending.signal
}

/** Settles when the signal is given. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener("abort", () => resolve(), { once: true })
  })
}

/** npm passes a request to end to the shell between it and us, which ends without a word. */
function endWithNpm(ask: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(looking)
    ask()
  }, LOOK_EVERY_MS)
  looking.unref()
}
