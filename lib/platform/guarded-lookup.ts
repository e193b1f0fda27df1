import { promises as dns } from "node:dns"
import { isIP, type LookupFunction } from "node:net"
import { AppError } from "../core/errors.ts"
import { bareHost, faultOfAddress, isAllowedHost } from "../core/outgoing.ts"
import { demandPublic, pinnedTo, type ResolveName } from "./outgoing.ts"

/**
 * Looks names up for connections that are kept: each new one is looked up anew, goes to what was found, and is refused
 * where one address that was found is none that may be reached.
 */
export function guardedLookup(
  outgoingHosts: readonly string[],
  resolveName: ResolveName = (name) => dns.lookup(name, { all: true }),
): LookupFunction {
  const find = async (name: string) => {
    const found = await resolveName(name)
    if (found.length === 0) throw new AppError("unavailable", `${name} has no address`)
    if (!isAllowedHost(new URL(`http://${name}`), outgoingHosts))
      for (const { address } of found) demandPublic(name, address)
    return found
  }
  return (name, options, callback) => {
    find(name).then(
      (found) => pinnedTo(found)(name, options, callback),
      (fault: NodeJS.ErrnoException) => callback(fault, "", 0),
    )
  }
}

/** Why a request must not go there, as far as its address alone tells it: names are looked at when they are looked up. */
export function faultBeforeLookup(text: string, outgoingHosts: readonly string[]): string | null {
  const fault = faultOfAddress(text, outgoingHosts)
  if (fault !== null) return fault
  const url = new URL(text)
  const host = bareHost(url)
  if (isIP(host) === 0 || isAllowedHost(url, outgoingHosts)) return null
  try {
    demandPublic(host, host)
    return null
  } catch (refused) {
    return (refused as Error).message
  }
}
