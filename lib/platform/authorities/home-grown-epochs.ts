import type { HomeGrownSecret, HomeGrownSettings } from "../../core/authority-settings.ts"
import type { EpochScope, SessionAuthority } from "../../core/session-authority.ts"
import { epochAnswer } from "./answers.ts"
import { confirmEpoch } from "./confirm-epoch.ts"
import { answerOf, type JsonDoor, jsonOf } from "./json-door.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import { queryOfScope, withQuery } from "./query-of.ts"
import { messageOf, sendSigned } from "./signed-messages.ts"

/** Cut-offs of a back end that keeps them and has a secret that they are signed with. */
export function homeGrownEpochs(
  { epochUrl }: HomeGrownSettings,
  { signing }: HomeGrownSecret,
  { client, door }: { client: KeptHttpClient; door: JsonDoor },
): Pick<SessionAuthority, "getEpoch" | "setEpoch"> {
  if (epochUrl === undefined || signing === null) return {}
  const getEpoch = async (scope: EpochScope) =>
    (await door.get(withQuery(epochUrl, queryOfScope(scope)), epochAnswer)).cutoff
  return {
    getEpoch,
    async setEpoch(scope, cutoff) {
      const message = messageOf("epoch.raise", { ...scope, cutoff: cutoff.toISOString() }, new Date())
      jsonOf(answerOf(await sendSigned(client, epochUrl, signing, message), epochUrl), epochUrl, epochAnswer)
      return await confirmEpoch(cutoff, () => getEpoch(scope))
    },
  }
}
