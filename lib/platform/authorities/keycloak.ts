import type { KeycloakSecret, KeycloakSettings } from "../../core/authority-settings.ts"
import type { RevokeOutcome, SessionAuthority } from "../../core/session-authority.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import { openAdminDoor } from "./keycloak/admin-door.ts"
import { openCanaries } from "./keycloak/canaries.ts"
import { dropCanaryAccount } from "./keycloak/canary-account.ts"
import { raiseCutoff, readCutoff } from "./keycloak/cut-offs.ts"
import { endSessions, requireNewPassword } from "./keycloak/end-sessions.ts"
import { readCapabilities } from "./keycloak/lifespans.ts"
import { listSubjects } from "./keycloak/list-subjects.ts"
import { countLogins } from "./keycloak/logins.ts"
import { inspectUser } from "./keycloak/sessions.ts"
import { openUsers } from "./keycloak/users.ts"

/**
 * A realm of Keycloak 26, by its admin REST interface. A logout means "now" and is not safe to repeat. The service account
 * needs, of the client `realm-management`: view-users, manage-users, view-realm, manage-realm, view-clients, and
 * view-events where logins are counted.
 */
export function openKeycloak(
  settings: KeycloakSettings,
  secret: KeycloakSecret,
  client: KeptHttpClient,
): SessionAuthority {
  const door = openAdminDoor(settings, secret, client)
  const users = openUsers(door, settings)
  const canaries = openCanaries(door, users, settings, secret, client)
  return {
    capabilities: () => readCapabilities(door),
    limits: async () => ({ ...settings.limits, bulkMax: 1 }),
    asSetUp: ["limits"],
    select: (query, cursor) => listSubjects(door, users, query, cursor),
    inspect: (sub) => inspectUser(door, users, sub),
    async revoke(subs, _, over) {
      const outcomes = new Map<string, RevokeOutcome>()
      for (const sub of subs) outcomes.set(sub, await endSessions(door, users, sub, over))
      return outcomes
    },
    isReplaySafe: false,
    setEpoch: (scope, cutoff) => raiseCutoff(door, scope, cutoff),
    // A logout sets the cut-off of its user, and nothing else does.
    epochScopes: ["global"],
    getEpoch: (scope) => readCutoff(door, users, scope),
    requireReset: (sub, cutoff) => requireNewPassword(door, users, sub, cutoff),
    canaryKinds: canaries.kinds,
    mintCanary: (kind, sub) => canaries.mint(kind, sub),
    dropCanary: (sub) => dropCanaryAccount(door, users, sub),
    probe: (canary) => canaries.probe(canary),
    ...(settings.countsLogins ? { health: () => countLogins(door) } : {}),
    close: async () => client.close(),
  }
}
