import type { HomeGrownSecret, HomeGrownSettings } from "../../core/authority-settings.ts"
import type { RevokeOutcome, SessionAuthority } from "../../core/session-authority.ts"
import { subjectAnswer, subjectsAnswer } from "./answers.ts"
import { homeGrownEpochs } from "./home-grown-epochs.ts"
import { homeGrownMisuses } from "./home-grown-misuses.ts"
import { type JsonDoor, openJsonDoor } from "./json-door.ts"
import { judgeRevocation } from "./judge-revocation.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import { openCanaries } from "./open-canaries.ts"
import { queryOfSubjects, withQuery } from "./query-of.ts"
import { sendRevocation } from "./send-revocation.ts"
import { messageOf, sendSigned } from "./signed-messages.ts"

/** A company's own back end, as its settings describe it. */
export function openHomeGrown(
  settings: HomeGrownSettings,
  secret: HomeGrownSecret,
  client: KeptHttpClient,
): SessionAuthority {
  const door = openJsonDoor(client, secret.bearer)
  return {
    capabilities: async () => settings.tokens,
    limits: async () => settings.limits,
    asSetUp: ["capabilities", "limits"],
    isUnsigned:
      secret.signing === null && (settings.epochUrl !== undefined || settings.webhookUrl !== undefined),
    isReplaySafe: false,
    async revoke(subs, { idempotencyKey }, over) {
      const revokeOne = async (sub: string): Promise<[string, RevokeOutcome]> => {
        const outcome = await sendRevocation(client, settings, secret.bearer, sub, { idempotencyKey, over })
        if (outcome.kind === "unsent" && over.aborted)
          return [sub, { state: "deferred", reason: outcome.reason, againInS: null, isPushback: false }]
        return [sub, judgeRevocation(outcome, new Date())]
      }
      return new Map(await Promise.all(subs.map(revokeOne)))
    },
    ...looks(settings, door),
    ...homeGrownEpochs(settings, secret, { client, door }),
    ...resets(settings, secret, client),
    ...openCanaries(settings, door, client),
    misuses: homeGrownMisuses(settings, secret, client),
    close: async () => client.close(),
  }
}

function looks(
  { inspectUrl, selectUrl }: HomeGrownSettings,
  door: JsonDoor,
): Pick<SessionAuthority, "inspect" | "select"> {
  return {
    ...(inspectUrl === undefined
      ? {}
      : {
          async inspect(sub) {
            const found = await door.find(withQuery(inspectUrl, { sub }), subjectAnswer)
            return found === null
              ? { isKnown: false, sessions: [], lastAuthenticatedAt: null }
              : { isKnown: true, ...found }
          },
        }),
    ...(selectUrl === undefined
      ? {}
      : {
          select: (query, cursor) =>
            door.get(withQuery(selectUrl, queryOfSubjects(query, cursor)), subjectsAnswer),
        }),
  }
}

function resets(
  { webhookUrl }: HomeGrownSettings,
  { signing }: HomeGrownSecret,
  client: KeptHttpClient,
): Pick<SessionAuthority, "requireReset"> {
  if (webhookUrl === undefined || signing === null) return {}
  return {
    async requireReset(sub, cutoff) {
      const message = messageOf("password_reset.require", { sub, cutoff: cutoff.toISOString() }, new Date())
      return judgeRevocation(await sendSigned(client, webhookUrl, signing, message), new Date())
    },
  }
}
