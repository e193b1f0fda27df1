import type { IncomingMessage } from "node:http"
import { isIP } from "node:net"
import ipaddr from "ipaddr.js"
import { isPublicAddress } from "../../lib/platform/outgoing.ts"

const IPV6_NETWORK_BYTES = 8

/**
 * Whom an attempt is counted for: the network that a request comes from. A proxy of our own network adds its client at
 * the end of `X-Forwarded-For`; whoever comes from the internet is believed nothing.
 */
export function clientAddress(request: Pick<IncomingMessage, "headers" | "socket">): string {
  const peer = request.socket.remoteAddress ?? ""
  if (isPublicAddress(plain(peer))) return networkOf(peer)
  const forwarded =
    String(request.headers["x-forwarded-for"] ?? "")
      .split(",")
      .at(-1)
      ?.trim() ?? ""
  return networkOf(isIP(forwarded) === 0 ? peer : forwarded)
}

/** An address of IPv4 that is written as one of IPv6 is itself. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address
}

/** One household has many addresses of IPv6, all in one network. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === "ipv4"
    ? parsed.toString()
    : Buffer.from(parsed.toByteArray().slice(0, IPV6_NETWORK_BYTES)).toString("hex")
}
