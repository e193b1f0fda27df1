import type { HomeGrownSettings } from "../../core/authority-settings.ts"
import { AppError } from "../../core/errors.ts"
import type { MintedCanary, SessionAuthority, TokenKind } from "../../core/session-authority.ts"
import { canaryAnswer } from "./answers.ts"
import type { JsonDoor } from "./json-door.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import { withQuery } from "./query-of.ts"
import { verdictOf } from "./verdict-of.ts"

/** Canaries of whoever mints them at one address and takes them at another. */
export function openCanaries(
  { canaryUrl, probeUrl, tokens }: Pick<HomeGrownSettings, "canaryUrl" | "probeUrl" | "tokens">,
  door: JsonDoor,
  client: KeptHttpClient,
): Pick<SessionAuthority, "canaryKinds" | "mintCanary" | "probe"> {
  const canMint = canaryUrl !== undefined && probeUrl !== undefined
  return {
    canaryKinds: canMint ? tokens.map(({ kind }) => kind) : [],
    async mintCanary(kind: TokenKind, sub?: string, relyingParty?: string): Promise<MintedCanary> {
      if (canaryUrl === undefined || probeUrl === undefined)
        throw new AppError("precondition", "This authority mints no canaries")
      const mintedAt = new Date()
      const minted = await door.post(
        canaryUrl,
        {
          kind,
          ...(sub === undefined ? {} : { sub }),
          ...(relyingParty === undefined ? {} : { relyingParty }),
        },
        canaryAnswer,
      )
      return {
        ...minted,
        kind,
        mintedAt,
        relyingParty: minted.relyingParty ?? new URL(probeUrl).host,
      }
    },
    async probe({ kind, token }) {
      if (probeUrl === undefined) return { verdict: "error", reason: "no address takes its tokens" }
      const headers = { authorization: `Bearer ${token}`, accept: "application/json" }
      return verdictOf(await client.send({ method: "GET", url: withQuery(probeUrl, { kind }), headers }))
    },
  }
}
