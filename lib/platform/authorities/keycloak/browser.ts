import type { KeycloakSettings } from "../../../core/authority-settings.ts"
import { AppError } from "../../../core/errors.ts"
import type { ProbeVerdict } from "../../../core/session-authority.ts"
import { answerOf } from "../json-door.ts"
import type { KeptHttpClient } from "../kept-http-client.ts"
import { addressesOf } from "./admin-door.ts"
import type { CanaryAccount } from "./canary-account.ts"
import type { TokenDoor } from "./token-door.ts"

/** The cookie that stands for a browser's session at Keycloak. */
const SESSION_COOKIE = "KEYCLOAK_IDENTITY"

/** A browser without a screen: it signs in through the form, and its cookie is asked about as apps do it unseen. */
export interface Browser {
  /** The session's cookie. Throws AppError unavailable or precondition where there is no way in. */
  signIn(account: CanaryAccount): Promise<string>
  probe(cookie: string): Promise<ProbeVerdict>
}

export function openBrowser(
  settings: KeycloakSettings,
  redirectUrl: string,
  { signInUrl }: TokenDoor,
  client: KeptHttpClient,
): Browser {
  const query = new URLSearchParams({
    client_id: settings.canaryClientId ?? settings.clientId,
    response_type: "code",
    scope: "openid",
    redirect_uri: redirectUrl,
  })
  return {
    async signIn({ username, password }) {
      const page = answerOf(await client.send({ method: "GET", url: `${signInUrl}?${query}` }), signInUrl)
      const form = /\/login-actions\/authenticate\?[^"'\s]+/.exec(page.body.toString("utf8"))?.[0]
      if (page.status !== 200 || form === undefined)
        throw new AppError("precondition", `Keycloak shows no form to sign in for a canary (${page.status})`)
      const url = addressesOf(settings).realm + form.replaceAll("&amp;", "&")
      const answer = answerOf(
        await client.send({
          method: "POST",
          url,
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            cookie: page.cookies.map((one) => one.split(";", 1)[0]).join("; "),
          },
          body: String(new URLSearchParams({ username, password })),
        }),
        signInUrl,
      )
      const cookie = answer.cookies.find((one) => one.startsWith(`${SESSION_COOKIE}=`))?.split(";", 1)[0]
      if (cookie === undefined)
        throw new AppError(
          "precondition",
          "A canary cannot sign in with name and password alone, as a browser does",
        )
      return cookie.slice(SESSION_COOKIE.length + 1)
    },
    async probe(cookie) {
      const url = `${signInUrl}?${query}&prompt=none`
      const headers = { cookie: `${SESSION_COOKIE}=${cookie}` }
      const { status, location } = answerOf(await client.send({ method: "GET", url, headers }), signInUrl)
      const given = location?.startsWith(redirectUrl) ? new URL(location).searchParams : null
      if (given?.has("code")) return { verdict: "alive", reason: "it is let in without a password" }
      if (given?.get("error") === "login_required")
        return { verdict: "dead", reason: "it has to sign in again" }
      return { verdict: "error", reason: `Keycloak does not say whether it must sign in (${status})` }
    },
  }
}
