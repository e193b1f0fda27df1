import { setTimeout as wait } from "node:timers/promises"
import type { Context } from "../../../../../lib/core/context.ts"
import { drainingSignal } from "../../../../../lib/core/draining.ts"
import { getRun } from "../../../../../lib/exposure/revisions/get-run.ts"
import { type RunView, viewRun } from "../../../../../lib/exposure/revisions/view-run.ts"
import { answer } from "../../../../server/answer.ts"
import { findIdleContext } from "../../../../server/session.ts"

const LOOK_EVERY_MS = 500
/** A line that says nothing, so that proxies and browsers know that somebody is there. */
const SILENCE_MS_MAX = 15_000

/** Whoever is signed out meanwhile follows no longer. */
const ASK_EVERY_MS = 15_000

interface RouteProps {
  params: Promise<{ run: string }>
}

/**
 * How a run goes, as server-sent events: its state at once, each change, and the end. When this process is to end the
 * stream ends before, and the browser asks the next one.
 */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  const find = () => findIdleContext(request)
  return await answer(
    "incident.view",
    async (ctx) => {
      const { id } = await getRun(ctx, (await params).run)
      return new Response(progressOf(ctx, id, AbortSignal.any([request.signal, drainingSignal()]), find), {
        headers: {
          "content-type": "text/event-stream",
          "cache-control": "no-store",
          "x-accel-buffering": "no",
        },
      })
    },
    find,
  )
}

/** Whether whoever follows is still signed in; while the database is away nobody can say. */
type Following = () => Promise<unknown>

function progressOf(
  ctx: Context,
  runId: string,
  signal: AbortSignal,
  find: Following,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async start(stream) {
      for await (const text of eventsOf(ctx, runId, signal, find)) stream.enqueue(encoder.encode(text))
      stream.close()
    },
  })
}

async function* eventsOf(
  ctx: Context,
  runId: string,
  signal: AbortSignal,
  find: Following,
): AsyncGenerator<string> {
  let last = ""
  let saidAt = Date.now()
  let askedAt = Date.now()
  while (!signal.aborted) {
    // While the database restarts there is nothing to tell; the run goes on.
    const view: RunView | null = await getRun(ctx, runId).then(viewRun, () => null)
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
