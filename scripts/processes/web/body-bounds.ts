import type { IncomingMessage, ServerResponse } from "node:http"
import { setTimeout as wait } from "node:timers/promises"

/** Forms, actions and JSON hold texts of people. */
export const BODY_BYTES_MAX = 1024 * 1024
/** Whatever is refused is read so far, for many browsers hear the refusal only after they have sent all. */
const DISCARDED_BYTES_MAX = 16 * 1024 * 1024
const DISCARD_MS_MAX = 5_000
const BODY_MS_MAX = 60_000
/** An upload may take hours, as long as it goes on. */
const UPLOAD_SILENCE_MS_MAX = 120_000

export interface BodyTimes {
  bodyMsMax: number
  uploadSilenceMsMax: number
}

const times: BodyTimes = { bodyMsMax: BODY_MS_MAX, uploadSilenceMsMax: UPLOAD_SILENCE_MS_MAX }

export interface Refusal {
  status: number
  message: string
}

/** Files of evidence, and results of letters that somebody else's system sent. */
const UPLOADS = /^\/api\/(?:evidence|incidents\/[^/?]+\/notices\/runs\/\d+\/results)\//

/** Whether a request is a file: the verb that takes it bounds it. */
export function isUpload({ method, url = "" }: Pick<IncomingMessage, "method" | "url">): boolean {
  return method === "PUT" && UPLOADS.test(url)
}

/** Why the body of a request is not taken, or null. */
export function refusalOfBody(request: Pick<IncomingMessage, "method" | "url" | "headers">): Refusal | null {
  const { headers } = request
  if (isUpload(request)) return null
  if (headers["transfer-encoding"] !== undefined)
    return {
      status: 411,
      message: "Say how long the body is: a Content-Length header is missing",
    }
  if (Number(headers["content-length"] ?? 0) <= BODY_BYTES_MAX) return null
  return { status: 413, message: "This is too large: 1 MiB can be sent at once" }
}

/** Ends a connection whose request does not come to its end. */
export function boundTime(request: IncomingMessage, { bodyMsMax, uploadSilenceMsMax } = times): void {
  if (request.complete) return
  if (isUpload(request)) {
    request.setTimeout(uploadSilenceMsMax, () => request.destroy())
    request.once("end", () => request.setTimeout(0))
    return
  }
  const late = setTimeout(() => request.complete || request.destroy(), bodyMsMax)
  for (const event of ["end", "close"]) request.once(event, () => clearTimeout(late))
}

/** Answers in words and ends the connection. */
export async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, message }: Refusal,
): Promise<void> {
  await discard(request)
  const isForProgram = (request.url ?? "").startsWith("/api/")
  // The page shows the text of an action's refusal as it is, if it is plain text and no more.
  response.writeHead(status, {
    "content-type": isForProgram ? "application/json" : "text/plain",
    connection: "close",
  })
  response.end(isForProgram ? JSON.stringify({ message }) : message)
}

async function discard(request: IncomingMessage): Promise<void> {
  let bytes = 0
  const read = new Promise<void>((resolve) => {
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > DISCARDED_BYTES_MAX) resolve()
    })
    for (const event of ["end", "close", "error"]) request.once(event, () => resolve())
  })
  const done = new AbortController()
  await Promise.race([read, wait(DISCARD_MS_MAX, undefined, { signal: done.signal }).catch(() => {})])
  done.abort()
  request.pause()
}
