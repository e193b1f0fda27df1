import ipaddr from "ipaddr.js"

const IPV6_NETWORK_BYTES = 8

/** Whom an attempt from an address is counted for: one household has many addresses of IPv6, all in one network. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === "ipv4"
    ? parsed.toString()
    : `${Buffer.from(parsed.toByteArray().slice(0, IPV6_NETWORK_BYTES)).toString("hex")}/64`
}
