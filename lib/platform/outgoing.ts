import { promises as dns, type LookupAddress } from "node:dns"
import { type IncomingMessage, type RequestOptions, request as requestPlain } from "node:http"
import { request as requestSecure } from "node:https"
import { isIP, type LookupFunction } from "node:net"
import ipaddr from "ipaddr.js"
import { AppError } from "../core/errors.ts"
import {
  bareHost,
  faultOfAddress,
  isAllowedHost,
  type OutgoingAnswer,
  type OutgoingRequest,
  type SendOutgoing,
} from "../core/outgoing.ts"

/** All addresses of a name; tests bring their own. */
export type ResolveName = (name: string) => Promise<LookupAddress[]>

export interface OutgoingSettings {
  outgoingHosts: readonly string[]
}

/**
 * The one way to addresses that a person typed. A name is looked up once and the connection goes to what was found and
 * looked at, so that a second answer of the name cannot lead elsewhere.
 */
export function openOutgoing(
  { outgoingHosts }: OutgoingSettings,
  resolveName: ResolveName = (name) => dns.lookup(name, { all: true }),
): SendOutgoing {
  return async (request) => {
    const fault = faultOfAddress(request.url, outgoingHosts)
    if (fault !== null) throw new AppError("forbidden", fault)
    const url = new URL(request.url)
    const deadline = AbortSignal.timeout(request.timeoutMs)
    try {
      const addresses = await addressesOf(url, resolveName, deadline)
      if (!isAllowedHost(url, outgoingHosts))
        for (const one of addresses) demandPublic(bareHost(url), one.address)
      return await send(url, addresses, request, deadline)
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      throw new AppError("unavailable", reasonOf(url, request, cause, deadline), { cause })
    }
  }
}

/** What is given out of IPv6; beyond lie old forms that stand for addresses of IPv4, such as `::7f00:1`. */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3")

/** Whether an address is of the public internet: nothing private, local, shared, reserved or mapped into another. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  return parsed.range() === "unicast" && (parsed.kind() === "ipv4" || parsed.match(GLOBAL_IPV6))
}

/** Refuses an address of a host, which may be the host's name itself, that is not of the public internet. */
export function demandPublic(host: string, address: string): void {
  if (isPublicAddress(address)) return
  const where = host === address ? address : `${host} (${address})`
  throw new AppError(
    "forbidden",
    `${where} is no address of the public internet; TOCSIN_OUTGOING_HOSTS names hosts inside that may be reached`,
  )
}

async function addressesOf(
  url: URL,
  resolveName: ResolveName,
  signal: AbortSignal,
): Promise<LookupAddress[]> {
  const host = bareHost(url)
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  const found = await Promise.race([resolveName(host), aborted(signal)])
  if (found.length === 0) throw new AppError("unavailable", `${host} has no address`)
  return found
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  })
}

function send(
  url: URL,
  addresses: LookupAddress[],
  { method = "POST", headers, body, answerBytesMax }: OutgoingRequest,
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  const options: RequestOptions = {
    method,
    headers: {
      ...headers,
      ...(method === "GET" ? {} : { "content-length": Buffer.byteLength(body) }),
      connection: "close",
    },
    lookup: pinnedTo(addresses),
    agent: false,
    signal,
  }
  return new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? requestSecure(url, options) : requestPlain(url, options)
    request.on("response", (response) => {
      beginningOf(response, answerBytesMax).then((read) => {
        request.destroy()
        resolve({
          status: response.statusCode ?? 0,
          body: read,
          retryAfter: response.headers["retry-after"] ?? null,
        })
      }, reject)
    })
    request.on("error", reject)
    request.end(method === "GET" ? undefined : body)
  })
}

/** Answers every look-up of a connection with what was found before. */
export function pinnedTo(addresses: LookupAddress[]): LookupFunction {
  return (_, { all }, callback) => {
    const [first] = addresses
    if (all) callback(null, addresses)
    else callback(null, first?.address ?? "", first?.family)
  }
}

async function beginningOf(response: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= bytesMax) break
  }
  return Buffer.concat(chunks).subarray(0, bytesMax)
}

function reasonOf(url: URL, { timeoutMs }: OutgoingRequest, cause: unknown, deadline: AbortSignal): string {
  if (deadline.aborted) return `no answer within ${timeoutMs / 1000} seconds`
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `${bareHost(url)} has no address`
  return code ?? message
}
