import { randomBytes, randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { Log } from "../../../lib/core/log.ts"
import { boundTime, refusalOfBody, refuse } from "./body-bounds.ts"
import { markClient } from "./client-address.ts"
import type { Readiness } from "./readiness.ts"
import { withRequest } from "./request-id.ts"
import {
  contentSecurityPolicy,
  harden,
  letterHeaders,
  POLICY_HEADER,
  standingHeaders,
} from "./security-headers.ts"

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export interface ServeOptions {
  /** Under which address people reach the server. */
  url: string
  trustedProxies: number
  /** Where forms may lead besides. */
  formTargets?: readonly string[]
  /** What a log may say of a path. */
  routeOf: (path: string) => string
  readiness: () => Promise<Readiness>
  /** Given when the server is to end: it asks its clients not to come back on the same connection. */
  draining: AbortSignal
  log: Log
}

/** A whole request head comes within seconds; a body has bounds of its own. */
const HEAD_MS_MAX = 20_000
/** Longer than proxies usually keep a connection, so that none of them sends on one that just ended. */
const KEPT_ALIVE_MS = 65_000
/** As proxies make them. What else a client sends may be anybody's name, and is not taken. */
const REQUEST_ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64})$/

/**
 * An HTTP server around what makes the pages: each answer bears the security headers, each body has its bounds, no word of
 * a client about itself is believed, and each request is told to the log in one line.
 */
export function serveSafely(handle: Handler, options: ServeOptions): Server {
  const standing = standingHeaders(options.url)
  const server = createServer({ requestTimeout: 0, headersTimeout: HEAD_MS_MAX }, (request, response) => {
    void answer(request, response, handle, { ...options, standing })
  })
  server.keepAliveTimeout = KEPT_ALIVE_MS
  // Next has no use for other protocols.
  server.on("upgrade", (_, socket) => socket.destroy())
  return server
}

interface Answering extends ServeOptions {
  standing: Readonly<Record<string, string>>
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: Handler,
  options: Answering,
): Promise<void> {
  const { headers } = request
  const given = headers["x-request-id"]
  const id = typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID()
  const path = (request.url ?? "").split("?", 1)[0] ?? ""
  const nonce = randomBytes(16).toString("base64")
  const policy = contentSecurityPolicy(nonce, options)
  headers["x-request-id"] = id
  headers[POLICY_HEADER] = policy
  delete headers[`${POLICY_HEADER}-report-only`]
  markClient(headers, request.socket.remoteAddress, options.trustedProxies)
  harden(response, path, {
    ...options.standing,
    [POLICY_HEADER]: policy,
    ...letterHeaders(path),
    "x-request-id": id,
    ...(options.draining.aborted ? { connection: "close" } : {}),
  })
  tellWhenDone(request, response, id, path, options)
  try {
    await withRequest(id, () => respond(request, response, path, handle, options))
  } catch (error) {
    options.log.error("request.failed", { error, request: id })
    if (response.headersSent) response.destroy()
    else response.writeHead(500, { "content-type": "text/plain" }).end("A fault of ours, please report it")
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  handle: Handler,
  { readiness }: Answering,
): Promise<void> {
  if (isLook(request) && path === "/health/live") return tell(response, 200, { live: true })
  if (isLook(request) && path === "/health/ready") {
    const state = await readiness()
    return tell(response, state.ready ? 200 : 503, state)
  }
  boundTime(request)
  const refusal = refusalOfBody(request)
  if (refusal === null) return await handle(request, response)
  await refuse(request, response, refusal)
}

const isLook = ({ method }: IncomingMessage) => method === "GET" || method === "HEAD"

function tell(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

/** One line a request; looks at the health and files of the pages that were sent well are none. */
function tellWhenDone(
  { method = "" }: IncomingMessage,
  response: ServerResponse,
  request: string,
  path: string,
  { log, routeOf }: Answering,
): void {
  const startedAt = performance.now()
  response.once("close", () => {
    const { statusCode: status } = response
    if (status < 400 && path.startsWith("/_next/static/")) return
    if (path.startsWith("/health/")) return
    log.info("request.done", {
      method: METHODS.includes(method) ? method : "OTHER",
      route: routeOf(path),
      status,
      ms: Math.round(performance.now() - startedAt),
      request,
    })
  })
}
