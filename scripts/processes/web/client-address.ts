import type { IncomingHttpHeaders } from "node:http"
import ipaddr from "ipaddr.js"

/** Which address a request comes from, for limits; this server alone says so. */
export const CLIENT_HEADER = "x-tocsin-client"

/** What proxies say of a request: worth nothing where there is none. */
const PROXY_HEADERS = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
]

/**
 * The address of whoever asks: the connection's, or with proxies in front what the outermost of them saw. Each proxy
 * adds the address that it was asked from at the end, so that what a client made up stands before those.
 */
export function clientAddress(
  headers: IncomingHttpHeaders,
  connection: string | undefined,
  trustedProxies: number,
): string {
  const direct = normalised(connection ?? "") ?? "unknown"
  if (trustedProxies === 0) return direct
  const told = String(headers["x-forwarded-for"] ?? "").split(",")
  return normalised(told.at(-trustedProxies) ?? "") ?? direct
}

/** Puts the client's address where the pages look for it, and takes away what nobody vouches for. */
export function markClient(
  headers: IncomingHttpHeaders,
  connection: string | undefined,
  trustedProxies: number,
): void {
  const address = clientAddress(headers, connection, trustedProxies)
  if (trustedProxies === 0) for (const name of PROXY_HEADERS) delete headers[name]
  headers[CLIENT_HEADER] = address
}

/** One spelling for one address; an IPv4 address within IPv6 is the IPv4 address. */
function normalised(text: string): string | null {
  const address = text.trim()
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null
}
