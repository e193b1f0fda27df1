import type { Server } from "node:http"
import { setTimeout as wait } from "node:timers/promises"

export interface DrainOptions {
  /** So long new requests are still answered, until whoever sends them has seen that this server is not ready. */
  graceMs: number
  /** So long in all: what is under way then is cut off. */
  msMax: number
}

/** Within what a container runtime gives before it kills, and `KeptProcess` too. */
export const DRAIN: DrainOptions = { graceMs: 2_000, msMax: 8_000 }

/**
 * Lets a server end in order: for a while it answers as before, then it takes no more connections, and ends when the last
 * request is answered or the time is over. Settles when every connection is closed.
 */
export async function drain(server: Server, { graceMs, msMax }: DrainOptions): Promise<void> {
  const deadline = Date.now() + msMax
  await wait(graceMs)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const over = new AbortController()
  const late = wait(Math.max(0, deadline - Date.now()), undefined, { signal: over.signal }).catch(() => {})
  await Promise.race([closed, late])
  over.abort()
  server.closeAllConnections()
  await closed
}
