import { z } from "zod"
import type { Capability } from "../../../core/session-authority.ts"
import type { AdminDoor } from "./admin-door.ts"

const lifespan = z.number().int().nonnegative()

/** How long what a realm gives out lives, in seconds; 0 where another one stands in its place. */
const realmLifespans = z.object({
  accessTokenLifespan: lifespan,
  accessTokenLifespanForImplicitFlow: lifespan.default(0),
  ssoSessionMaxLifespan: lifespan,
  ssoSessionMaxLifespanRememberMe: lifespan.default(0),
})

const clientLifespan = z.object({
  enabled: z.boolean().default(true),
  protocol: z.string().nullish(),
  implicitFlowEnabled: z.boolean().default(false),
  attributes: z.record(z.string(), z.string()).default({}),
})

const CLIENTS_A_PAGE = 200

/**
 * What a logout does to what Keycloak gives out. Whatever comes back to Keycloak is dead at once: sessions, refresh and
 * offline tokens, and access tokens of apps that ask Keycloak about them. Whoever checks an access token by its signature
 * alone takes it until it expires: the longest such life that the realm or a client of it grants is the window.
 */
export async function readCapabilities(door: AdminDoor): Promise<Capability[]> {
  const realm = await door.get("", realmLifespans)
  const windows = [realm.accessTokenLifespan]
  for (let first = 0; ; first += CLIENTS_A_PAGE) {
    const clients = await door.get(`/clients?first=${first}&max=${CLIENTS_A_PAGE}`, z.array(clientLifespan))
    for (const one of clients)
      if (one.enabled && (one.protocol ?? "openid-connect") === "openid-connect")
        windows.push(...windowsOf(one, realm))
    if (clients.length < CLIENTS_A_PAGE) break
  }
  return [
    { kind: "session", effect: "immediate", windowS: 0 },
    { kind: "refresh", effect: "immediate", windowS: 0 },
    { kind: "offline", effect: "immediate", windowS: 0 },
    { kind: "opaque", effect: "immediate", windowS: 0 },
    { kind: "jwt", effect: "until_expiry", windowS: Math.max(...windows) },
  ]
}

function windowsOf(
  { implicitFlowEnabled, attributes }: z.infer<typeof clientLifespan>,
  realm: z.infer<typeof realmLifespans>,
): number[] {
  const windows = implicitFlowEnabled ? [realm.accessTokenLifespanForImplicitFlow] : []
  const own = Number.parseInt(attributes["access.token.lifespan"] ?? "", 10)
  // -1: as long as a session may last.
  if (own === -1) windows.push(realm.ssoSessionMaxLifespan, realm.ssoSessionMaxLifespanRememberMe)
  else if (own > 0) windows.push(own)
  return windows
}
