import { setTimeout as wait } from "node:timers/promises"
import { drainingSignal } from "../../lib/core/draining.ts"

const LOOK_EVERY_MS = 500
/** A line that says nothing, so that proxies and browsers know that somebody is there. */
const SILENCE_MS_MAX = 15_000

/** Whoever is signed out meanwhile follows no longer. */
const ASK_EVERY_MS = 15_000

interface Followed {
  /** How it stands now. */
  look: () => Promise<{ isOver: boolean }>
  /** Whether whoever follows is still signed in; while the database is away nobody can say. */
  find: () => Promise<unknown>
}

/**
 * How something goes, as server-sent events: its state at once, each change, and the end. When this process is to end
 * the stream ends before, and the browser asks the next one.
 */
export function progressEvents(request: Request, followed: Followed): Response {
  const signal = AbortSignal.any([request.signal, drainingSignal()])
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      for await (const text of eventsOf(followed, signal)) stream.enqueue(encoder.encode(text))
      stream.close()
    },
  })
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  })
}

async function* eventsOf({ look, find }: Followed, signal: AbortSignal): AsyncGenerator<string> {
  let last = ""
  let saidAt = Date.now()
  let askedAt = Date.now()
  while (!signal.aborted) {
    // While the database restarts there is nothing to tell; what is followed goes on.
    const view = await look().catch(() => null)
    const text = view ? `data: ${JSON.stringify(view)}\n\n` : last
    if (text !== last) yield text
    else if (Date.now() - saidAt > SILENCE_MS_MAX) yield ": still there\n\n"
    if (text !== last || Date.now() - saidAt > SILENCE_MS_MAX) saidAt = Date.now()
    last = text
    if (Date.now() - askedAt > ASK_EVERY_MS) {
      if ((await find().catch(() => "unknown")) === null) return
      askedAt = Date.now()
    }
    if (view?.isOver) return
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}
