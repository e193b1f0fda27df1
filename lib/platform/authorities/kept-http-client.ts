import { Agent as PlainAgent, request as requestPlain } from "node:http"
import { request as requestSecure, Agent as SecureAgent } from "node:https"
import { faultBeforeLookup, guardedLookup } from "../guarded-lookup.ts"
import type { ResolveName } from "../outgoing.ts"
import { type Exchange, exchange } from "./exchange.ts"
import type { KeptOutcome, KeptRequest, WholeRequest } from "./kept-request.ts"

export interface KeptHttpClient {
  /** Resolves always. Follows nobody elsewhere. */
  send(request: KeptRequest): Promise<KeptOutcome>
  close(): void
}

export const CONNECTIONS_MAX = 25
const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 1024 * 1024
/** Less than servers commonly leave one that is idle open (Node 5 s, Apache 5 s), so that we are who closes it. */
const IDLE_MS_MAX = 2_000
/** After so long, what the network has brought meanwhile is heard before a kept connection is used again. */
const QUIET_MS = 50

/**
 * Requests over connections that are kept, at most 25 to a host, to where requests of ours may go.
 *
 * A kept connection may be closed by the other side just as a request is written to it. That it was closed before is
 * heard first where it can be: such a connection is dropped, and the request takes another. Where writing itself failed,
 * nothing has left: the request goes again over a new one. Where it was written and the connection broke before the first
 * byte of an answer, nobody can tell whether it was read: a GET goes again, anything else is `unanswered` and goes never
 * twice.
 */
export function openKeptHttpClient(
  { outgoingHosts }: { outgoingHosts: readonly string[] },
  resolveName?: ResolveName,
): KeptHttpClient {
  const kept = {
    keepAlive: true,
    maxSockets: CONNECTIONS_MAX,
    maxFreeSockets: CONNECTIONS_MAX,
    timeout: IDLE_MS_MAX,
    lookup: guardedLookup(outgoingHosts, resolveName),
  }
  const agents = { "http:": new PlainAgent(kept), "https:": new SecureAgent(kept) }
  let usedAt = 0
  const once = async (request: KeptRequest, url: URL): Promise<Exchange> => {
    if (performance.now() - usedAt > QUIET_MS) await hearing()
    const isSecure = url.protocol === "https:"
    const agent = agents[isSecure ? "https:" : "http:"]
    const done = await exchange(isSecure ? requestSecure : requestPlain, url, agent, withDefaults(request))
    usedAt = performance.now()
    if (done.isStale) for (const free of Object.values(agent.freeSockets).flat()) free?.destroy()
    return done
  }
  // The same address again and again, where sessions are ended.
  let last: { text: string; url: URL } | null = null
  return {
    async send(request) {
      if (last?.text !== request.url) {
        const fault = faultBeforeLookup(request.url, outgoingHosts)
        if (fault !== null) return { kind: "unsent", reason: fault, isForbidden: true }
        last = { text: request.url, url: new URL(request.url) }
      }
      const { url } = last
      const first = await once(request, url)
      const mayGoAgain = first.outcome.kind === "unsent" || request.method === "GET"
      return first.isStale && mayGoAgain ? (await once(request, url)).outcome : first.outcome
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

function withDefaults(request: KeptRequest): WholeRequest {
  return { timeoutMs: TIMEOUT_MS, answerBytesMax: ANSWER_BYTES_MAX, ...request }
}

/** Until the network has been listened to from here on: the first turn may be in the middle of that already. */
async function hearing(): Promise<void> {
  await turn()
  await turn()
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
