import type { OidcProviderSecret, OidcProviderSettings } from "../../core/authority-settings.ts"
import type { EpochScope, RevokeOutcome, SessionAuthority } from "../../core/session-authority.ts"
import { tokenKinds } from "../../core/session-authority.ts"
import {
  canaryAnswer,
  capabilitiesAnswer,
  epochAnswer,
  epochsAnswer,
  limitsAnswer,
  statisticsAnswer,
  subjectAnswer,
  subjectsAnswer,
} from "./answers.ts"
import { confirmEpoch } from "./confirm-epoch.ts"
import { type JsonDoor, openJsonDoor } from "./json-door.ts"
import { judgeBulk } from "./judge-bulk.ts"
import { judgeMisuse } from "./judge-misuse.ts"
import { judgeRevocation } from "./judge-revocation.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import { providerProbes } from "./provider-probes.ts"
import { queryOfSubjects, withQuery } from "./query-of.ts"
import { sendRevocation } from "./send-revocation.ts"

/** An OpenID provider by its admin door: it ends what was begun at or before a cut-off, in bulk, as often as it is told. */
export function openOidcProvider(
  settings: OidcProviderSettings,
  { bearer }: OidcProviderSecret,
  client: KeptHttpClient,
): SessionAuthority {
  const door = openJsonDoor(client, bearer)
  const at = (path: string) => new URL(path, settings.issuer).href
  const gtr = { gtrUrl: at("/global-token-revocation"), issuer: settings.issuer }
  const misuse = async (secret: string | null, sub: string) =>
    judgeMisuse(await sendRevocation(client, gtr, secret, sub), gtr.gtrUrl, [401, 403])
  return {
    capabilities: () => door.get(at("/admin/capabilities"), capabilitiesAnswer),
    limits: () => door.get(at("/admin/limits"), limitsAnswer),
    health: () => door.get(at("/admin/statistics"), statisticsAnswer),
    isReplaySafe: true,
    select: (query, cursor) =>
      door.get(withQuery(at("/admin/subjects"), queryOfSubjects(query, cursor)), subjectsAnswer),
    async inspect(sub) {
      const found = await door.find(at(`/admin/subjects/${encodeURIComponent(sub)}`), subjectAnswer)
      return found === null
        ? { isKnown: false, sessions: [], lastAuthenticatedAt: null }
        : { isKnown: true, ...found }
    },
    async revoke(subjects, { cutoff, idempotencyKey, reason }, over) {
      const asked = { subjects, cutoff: cutoff.toISOString(), key: idempotencyKey, reason }
      const outcome = await door.send("POST", at("/admin/revocations"), asked, over)
      return judgeBulk(subjects, outcome, new Date(), over)
    },
    ...epochs(door, at("/admin/epochs")),
    async requireReset(sub, cutoff): Promise<RevokeOutcome> {
      const asked = { sub, cutoff: cutoff.toISOString() }
      return judgeRevocation(await door.send("POST", at("/admin/password-resets"), asked), new Date())
    },
    canaryKinds: tokenKinds,
    async mintCanary(kind, sub, relyingPartyAsked) {
      const mintedAt = new Date()
      const asked = {
        kind,
        ...(sub === undefined ? {} : { sub }),
        ...(relyingPartyAsked === undefined ? {} : { relyingParty: relyingPartyAsked }),
      }
      const minted = await door.post(at("/admin/canaries"), asked, canaryAnswer)
      const relyingParty = minted.relyingParty ?? new URL(settings.relyingPartyUrl).host
      return { ...minted, kind, mintedAt, relyingParty }
    },
    probe: providerProbes(settings, client),
    misuses: {
      no_secret: (sub) => misuse(null, sub),
      wrong_secret: (sub) => misuse(`not-${"x".repeat(32)}`, sub),
    },
    close: async () => client.close(),
  }
}

function epochs(door: JsonDoor, url: string): Pick<SessionAuthority, "getEpoch" | "setEpoch"> {
  const getEpoch = async (scope: EpochScope): Promise<Date | null> => {
    const { epochs: standing } = await door.get(url, epochsAnswer)
    return standing.find((one) => isSameScope(one, scope))?.cutoff ?? null
  }
  return {
    getEpoch,
    async setEpoch(scope, cutoff) {
      await door.post(url, { ...scope, cutoff: cutoff.toISOString() }, epochAnswer)
      return await confirmEpoch(cutoff, () => getEpoch(scope))
    },
  }
}

function isSameScope(one: EpochScope, other: EpochScope): boolean {
  if (one.scope === "cohort")
    return other.scope === "cohort" && one.modulus === other.modulus && one.cohort === other.cohort
  if (one.scope === "subject") return other.scope === "subject" && one.sub === other.sub
  return other.scope === "global"
}
