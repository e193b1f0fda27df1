import { randomBytes } from "node:crypto"
import type { HomeGrownSecret, HomeGrownSettings } from "../../core/authority-settings.ts"
import { AppError } from "../../core/errors.ts"
import type { SessionAuthority } from "../../core/session-authority.ts"
import { answerOf } from "./json-door.ts"
import { isTaken, judgeMisuse } from "./judge-misuse.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import { sendRevocation } from "./send-revocation.ts"
import { messageOf, sendSigned } from "./signed-messages.ts"

/** Twice as old as Standard Webhooks let a message be. */
const STALE_MS = 10 * 60_000

/** Requests about a canary account that a sound back end refuses. */
export function homeGrownMisuses(
  settings: HomeGrownSettings,
  { signing }: HomeGrownSecret,
  client: KeptHttpClient,
): NonNullable<SessionAuthority["misuses"]> {
  const { gtrUrl, epochUrl } = settings
  const revoke = async (bearer: string | null, sub: string) =>
    judgeMisuse(await sendRevocation(client, settings, bearer, sub), gtrUrl, [401, 403])
  const ofRequests = {
    no_secret: (sub: string) => revoke(null, sub),
    wrong_secret: (sub: string) => revoke(randomBytes(24).toString("base64url"), sub),
  }
  if (epochUrl === undefined || signing === null) return ofRequests
  const raise = (sub: string, at: Date) =>
    messageOf("epoch.raise", { scope: "subject", sub, cutoff: at.toISOString() }, at)
  return {
    ...ofRequests,
    async bad_signature(sub) {
      const message = raise(sub, new Date())
      return judgeMisuse(
        await sendSigned(client, epochUrl, otherSecret(), message),
        epochUrl,
        SIGNATURE_REFUSALS,
      )
    },
    async stale_signature(sub) {
      const message = raise(sub, new Date(Date.now() - STALE_MS))
      return judgeMisuse(await sendSigned(client, epochUrl, signing, message), epochUrl, SIGNATURE_REFUSALS)
    },
    async replay(sub) {
      const message = raise(sub, new Date())
      const first = answerOf(await sendSigned(client, epochUrl, signing, message), epochUrl)
      if (!isTaken(first))
        throw new AppError(
          "unavailable",
          `The message itself was answered ${first.status}: no repeat can be judged`,
        )
      return judgeMisuse(await sendSigned(client, epochUrl, signing, message), epochUrl, REPLAY_REFUSALS)
    },
  }
}

const SIGNATURE_REFUSALS = [400, 401, 403]
const REPLAY_REFUSALS = [400, 401, 403, 409]

function otherSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`
}
