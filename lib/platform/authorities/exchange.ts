import type { Agent, ClientRequest, IncomingMessage, request as requestPlain } from "node:http"
import type { Socket } from "node:net"
import type { TLSSocket } from "node:tls"
import { AppError } from "../../core/errors.ts"
import { bareHost } from "../../core/outgoing.ts"
import type { KeptAnswer, KeptOutcome, WholeRequest } from "./kept-request.ts"

/** One request over one connection, and what became of it. */
export interface Exchange {
  outcome: KeptOutcome
  /** A connection that was used before broke, before the first byte of an answer. */
  isStale: boolean
}

class CutOff extends Error {}

const HALF = "half an answer came"

/** Sends a request and reads its answer; resolves always. */
export function exchange(
  begin: typeof requestPlain,
  url: URL,
  agent: Agent,
  { method, headers, body, timeoutMs, answerBytesMax, over }: WholeRequest,
): Promise<Exchange> {
  return new Promise((resolve) => {
    if (over?.aborted) {
      resolve({ outcome: unsent("it was not begun in time"), isStale: false })
      return
    }
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) }
    const request = begin(url, { method, agent, headers: { "user-agent": "Tocsin", ...headers, ...length } })
    const way = watchConnection(request)
    const limit = setTimeout(
      () => request.destroy(new CutOff(`no answer within ${timeoutMs / 1000} seconds`)),
      timeoutMs,
    )
    const cut = () => request.destroy(new CutOff("it was cut off before there was an answer"))
    over?.addEventListener("abort", cut, { once: true })
    let isSettled = false
    const settle = (outcome: KeptOutcome, isStale = false) => {
      isSettled = true
      clearTimeout(limit)
      over?.removeEventListener("abort", cut)
      resolve({ outcome, isStale })
    }
    const fail = (cause: unknown) => settle(...judge(cause, way, url, request))
    request.on("error", fail)
    request.on("close", () => {
      if (!isSettled) fail(new CutOff(way.isAnswered ? HALF : "the connection was closed without an answer"))
    })
    request.on("response", (response) => {
      way.isAnswered = true
      read(response, answerBytesMax, settle, fail)
    })
    request.end(body)
  })
}

/** How far a request got. */
interface Way {
  isConnected: boolean
  isAnswered: boolean
}

function watchConnection(request: ClientRequest): Way {
  const way: Way = { isConnected: false, isAnswered: false }
  request.on("socket", (socket: Socket) => {
    const isSecuring = (socket as TLSSocket & { secureConnecting?: boolean }).secureConnecting
    if (!socket.connecting && !isSecuring) way.isConnected = true
    else
      socket.once(isSecuring === undefined ? "connect" : "secureConnect", () => {
        way.isConnected = true
      })
  })
  return way
}

function judge(cause: unknown, way: Way, url: URL, request: ClientRequest): [KeptOutcome, boolean] {
  const reason = reasonOf(cause, url)
  const isForbidden = cause instanceof AppError && cause.code === "forbidden"
  // What writing itself has refused has not left; a request is one write, so no half of it has either.
  const isUnwritten = (cause as NodeJS.ErrnoException).syscall === "write" && !way.isAnswered
  const isStale = request.reusedSocket && !way.isAnswered && !isCutOff(cause)
  if (!way.isConnected || isUnwritten) return [{ kind: "unsent", reason, isForbidden }, isStale]
  return [{ kind: "unanswered", reason }, isStale]
}

const unsent = (reason: string): KeptOutcome => ({ kind: "unsent", reason, isForbidden: false })

const isCutOff = (cause: unknown) => cause instanceof CutOff

function read(
  response: IncomingMessage,
  bytesMax: number,
  settle: (answer: KeptAnswer) => void,
  fail: (cause: unknown) => void,
): void {
  const chunks: Buffer[] = []
  let bytes = 0
  const answer = (isWhole: boolean): KeptAnswer => ({
    kind: "answered",
    status: response.statusCode ?? 0,
    contentType: response.headers["content-type"] ?? null,
    retryAfter: response.headers["retry-after"] ?? null,
    location: response.headers.location ?? null,
    cookies: response.headers["set-cookie"] ?? [],
    body: Buffer.concat(chunks),
    isWhole,
  })
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= bytesMax) {
      chunks.push(chunk)
      return
    }
    settle(answer(false))
    response.destroy()
  })
  response.on("end", () => (response.complete ? settle(answer(true)) : fail(new CutOff(HALF))))
  response.on("error", () => fail(new CutOff(HALF)))
}

/** Words of ours for what went wrong, with its code where it has one. */
function reasonOf(cause: unknown, url: URL): string {
  if (cause instanceof AppError || isCutOff(cause)) return (cause as Error).message
  const { code = "" } = cause as NodeJS.ErrnoException
  const host = bareHost(url)
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `${host} has no address`
  if (code === "ECONNREFUSED") return `nobody takes connections at ${url.host} (${code})`
  if (code === "ECONNRESET" || code === "EPIPE") return `the connection was broken off (${code})`
  if (code.startsWith("HPE_")) return `the answer is no HTTP (${code})`
  if (/CERT|SSL|TLS|SIGNATURE/.test(code)) return `no safe connection comes about (${code})`
  return code === "" ? "the request failed" : `no connection comes about (${code})`
}
