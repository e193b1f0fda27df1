import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { type Answer, type AnswerSettings, answersOf, answerTo } from "./answers.ts"

const LIMITS = {
  maxHeaderSize: 8 * 1024,
  /** Whoever sends a byte now and then is not waited for. */
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
}
const HEADERS_MAX = 50
const REQUESTS_OF_CONNECTION_MAX = 100
const CONNECTIONS_MAX = 256
const SILENCE_MS_MAX = 15_000
const DRAIN_MS_MAX = 5_000

export interface PublicServerSettings extends Omit<AnswerSettings, "isDraining"> {
  /** People reach it by TLS, which ends at a proxy. */
  isSecure: boolean
}

export interface PublicServer {
  server: Server
  /** Takes no more connections, and brings to an end what is under way. */
  drain(): Promise<void>
}

/** The server that the internet reaches. */
export function openPublicServer({ isSecure, ...settings }: PublicServerSettings): PublicServer {
  let isDraining = false
  const answer = answersOf({ ...settings, isDraining: () => isDraining })
  const server = createServer(LIMITS, async (request, response) => {
    // What ends before its answer does needs no words.
    request.on("error", () => {})
    response.on("error", () => {})
    const given = await answer(request).catch(answerTo)
    send(request, response, given, isSecure, isDraining)
  })
  server.maxHeadersCount = HEADERS_MAX
  server.maxRequestsPerSocket = REQUESTS_OF_CONNECTION_MAX
  server.maxConnections = CONNECTIONS_MAX
  server.setTimeout(SILENCE_MS_MAX, (socket) => socket.destroy())
  server.on("clientError", refuseNonsense)
  const refuse = (_: unknown, socket: { destroy(): void }) => socket.destroy()
  server.on("connect", refuse).on("upgrade", refuse)
  return {
    server,
    async drain() {
      isDraining = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS_MAX)
      await closed
      clearTimeout(late)
    },
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body, headers }: Answer,
  isSecure: boolean,
  isDraining: boolean,
): void {
  // A body that was not read to its end cannot be told from the next request.
  const isLast = isDraining || !request.complete
  response.writeHead(status, {
    ...HARDENED,
    ...(isSecure ? { "strict-transport-security": "max-age=31536000" } : {}),
    "content-type": type,
    ...(status === 204 ? {} : { "content-length": Buffer.byteLength(body) }),
    ...headers,
    ...(isLast ? { connection: "close" } : {}),
  })
  response.end(request.method === "HEAD" || status === 204 ? undefined : body, () => {
    if (isLast) request.destroy()
  })
}

const HARDENED = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
}

const NONSENSE: Record<string, string> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
}

/** What is no HTTP is told so, once, and hung up on. */
function refuseNonsense({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const status = NONSENSE[code ?? ""] ?? "400 Bad Request"
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy())
}
