import type { OidcProviderSettings } from "../../core/authority-settings.ts"
import { AppError } from "../../core/errors.ts"
import type { ProbeVerdict, SessionAuthority } from "../../core/session-authority.ts"
import { subjectAnswer } from "./answers.ts"
import type { JsonDoor } from "./json-door.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import { verdictOf } from "./verdict-of.ts"

/**
 * Whether a token is taken: access tokens by the app's API, refresh tokens where the app exchanges them, sessions and
 * offline tokens as the provider itself has them.
 */
export function providerProbes(
  { issuer, relyingPartyUrl }: OidcProviderSettings,
  door: JsonDoor,
  client: KeptHttpClient,
): SessionAuthority["probe"] {
  const app = (path: string) => new URL(path, relyingPartyUrl).href
  return async ({ kind, token, sub }) => {
    const accept = { accept: "application/json" }
    switch (kind) {
      case "opaque":
      case "jwt": {
        const headers = { ...accept, authorization: `Bearer ${token}` }
        return verdictOf(await client.send({ method: "GET", url: app("/api/events"), headers }))
      }
      case "refresh": {
        const headers = { ...accept, "content-type": "application/json" }
        const body = JSON.stringify({ refresh_token: token })
        return verdictOf(await client.send({ method: "POST", url: app("/api/token"), headers, body }))
      }
      case "session":
      case "offline":
        return await isListed(door, new URL(`/admin/subjects/${encodeURIComponent(sub)}`, issuer).href, token)
    }
  }
}

async function isListed(door: JsonDoor, url: string, id: string): Promise<ProbeVerdict> {
  try {
    const found = await door.find(url, subjectAnswer)
    return found?.sessions.some((session) => session.id === id)
      ? { verdict: "alive", reason: "the provider has it" }
      : { verdict: "dead", reason: "the provider has it no more" }
  } catch (error) {
    if (error instanceof AppError) return { verdict: "error", reason: error.message }
    throw error
  }
}
