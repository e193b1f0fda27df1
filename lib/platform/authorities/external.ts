import type { ExternalSecret, ExternalSettings } from "../../core/authority-settings.ts"
import type { RevokeOutcome, SessionAuthority } from "../../core/session-authority.ts"
import { openJsonDoor } from "./json-door.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import { openCanaries } from "./open-canaries.ts"

/** Somebody else's system: it ends sessions by the list that it is handed, and is asked about canaries alone. */
export function openExternal(
  settings: ExternalSettings,
  { bearer }: ExternalSecret,
  client: KeptHttpClient,
): SessionAuthority {
  const byList: RevokeOutcome = {
    state: "deferred",
    reason: "It is handed a list; nobody is ended from here",
    againInS: null,
    isPushback: true,
  }
  return {
    capabilities: async () => settings.tokens,
    limits: async () => ({ perSecond: 1, burst: 1, bulkMax: 1 }),
    asSetUp: ["capabilities", "limits"],
    isReplaySafe: false,
    revoke: async (subs) => new Map(subs.map((sub) => [sub, byList])),
    ...openCanaries(settings, openJsonDoor(client, bearer ?? ""), client),
    close: async () => client.close(),
  }
}
