import type { OidcProviderSettings } from "../../core/authority-settings.ts"
import type { ProbeVerdict, SessionAuthority } from "../../core/session-authority.ts"
import type { KeptHttpClient } from "./kept-http-client.ts"
import type { KeptOutcome } from "./kept-request.ts"
import { verdictOf } from "./verdict-of.ts"

/** A part of the app with an API of its own, which asks nobody about tokens. */
const ARCHIVE = "archive"

/**
 * Whether a token is taken by the app of a provider: access tokens by its API, refresh and offline tokens where it
 * exchanges them, and a browser's session where it signs people in without asking them.
 */
export function providerProbes(
  { relyingPartyUrl }: OidcProviderSettings,
  client: KeptHttpClient,
): SessionAuthority["probe"] {
  const app = (path: string) => new URL(path, relyingPartyUrl).href
  const post = async (path: string, body: unknown) => {
    const headers = { accept: "application/json", "content-type": "application/json" }
    return verdictOf(
      await client.send({ method: "POST", url: app(path), headers, body: JSON.stringify(body) }),
    )
  }
  return async ({ kind, token, relyingParty }) => {
    switch (kind) {
      case "opaque":
      case "jwt": {
        const headers = { accept: "application/json", authorization: `Bearer ${token}` }
        return verdictOfEvents(
          await client.send({
            method: "GET",
            url: app(relyingParty === ARCHIVE ? "/archive/api/events" : "/api/events"),
            headers,
          }),
        )
      }
      case "refresh":
      case "offline":
        return await post("/api/token", { refresh_token: token })
      case "session":
        return await post("/api/silent-sign-in", { session: token })
    }
  }
}

/** The app looks at the token first: whoever hears that a tab is switched off has shown one that is taken. */
function verdictOfEvents(outcome: KeptOutcome): ProbeVerdict {
  if (outcome.kind === "answered" && outcome.status === 404 && isSwitchedOff(outcome.body))
    return { verdict: "alive", reason: "404: the token is taken, the tab is switched off" }
  return verdictOf(outcome)
}

function isSwitchedOff(body: Buffer): boolean {
  try {
    return JSON.parse(body.toString("utf8"))?.error === "switched_off"
  } catch {
    return false
  }
}
