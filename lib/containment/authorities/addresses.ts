import type { AuthorityKind } from "../../core/authority-settings.ts"
import type { Context } from "../../core/context.ts"
import { faultOfAddress } from "../../core/outgoing.ts"
import { parseInput } from "../../core/parse-input.ts"

/** The settings of each kind that requests go to; whatever else looks like an address is none of ours. */
const asked: Readonly<Record<AuthorityKind, readonly string[]>> = {
  home_grown: ["gtrUrl", "epochUrl", "webhookUrl", "inspectUrl", "selectUrl", "probeUrl", "canaryUrl"],
  oidc_provider: ["issuer", "relyingPartyUrl"],
  keycloak: ["baseUrl", "probeUrl"],
  external: ["probeUrl", "canaryUrl"],
}

/** Refuses settings by which a request would go where it must not. */
export function demandAddresses(ctx: Context, kind: AuthorityKind, settings: object): void {
  for (const [name, url] of addressesOf(kind, settings)) {
    const fault = faultOfAddress(url, ctx.config.outgoingHosts)
    if (fault !== null) throw parseInput.refuse(`settings.${name}`, fault)
  }
}

/** The hosts that requests go to, each once: what the trail and whoever only looks is told of addresses. */
export function hostsOf(kind: AuthorityKind, settings: object): string[] {
  return [...new Set(addressesOf(kind, settings).map(([, url]) => new URL(url).host))]
}

function addressesOf(kind: AuthorityKind, settings: object): [string, string][] {
  const given = settings as Record<string, unknown>
  return asked[kind].flatMap((name): [string, string][] => {
    const url = given[name]
    return typeof url === "string" ? [[name, url]] : []
  })
}
