import { z } from "zod"
import type { KeycloakSecret, KeycloakSettings } from "../../../core/authority-settings.ts"
import { AppError } from "../../../core/errors.ts"
import { tokenText } from "../answers.ts"
import { answerOf, jsonOf } from "../json-door.ts"
import type { KeptHttpClient } from "../kept-http-client.ts"
import type { KeptAnswer, KeptOutcome } from "../kept-request.ts"
import { addressesOf } from "./admin-door.ts"

const tokens = z.object({ access_token: tokenText, refresh_token: tokenText })
export type SignedIn = z.infer<typeof tokens>
const introspection = z.object({ active: z.boolean() })
const oauthError = z.object({ error: z.string() })

/** What an app of a realm asks of Keycloak: the way canaries come in, and are looked at. */
export interface TokenDoor {
  /** Where people sign in. */
  signInUrl: string
  /** null where Keycloak refuses name and password. Throws AppError unavailable when nobody answers. */
  signIn(username: string, password: string, scope: string): Promise<SignedIn | null>
  /** Whether Keycloak calls a token alive, to the app that it was made for. Throws AppError unavailable. */
  isActive(token: string, hint: "access_token" | "refresh_token"): Promise<boolean>
  /** Whether a refresh token is taken; it is used up where the realm lets each be used once. Throws the same. */
  canRefresh(token: string): Promise<boolean>
  /** Whether Keycloak gives what it knows of the user for an access token. Throws the same. */
  tellsUser(token: string): Promise<boolean>
}

export function openTokenDoor(
  settings: KeycloakSettings,
  secret: KeycloakSecret,
  client: KeptHttpClient,
): TokenDoor {
  const { realm } = addressesOf(settings)
  const place = `${realm}/protocol/openid-connect`
  const app = {
    client_id: settings.canaryClientId ?? settings.clientId,
    client_secret: secret.canaryClientSecret ?? secret.clientSecret,
  }
  const post = (name: string, fields: Record<string, string>): Promise<KeptOutcome> =>
    client.send({
      method: "POST",
      url: `${place}/${name}`,
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: String(new URLSearchParams({ ...fields, ...app })),
    })
  const tokenUrl = `${place}/token`
  return {
    signInUrl: `${place}/auth`,
    async signIn(username, password, scope) {
      const answer = answerOf(
        await post("token", { grant_type: "password", username, password, scope }),
        tokenUrl,
      )
      return isRefusal(answer) ? null : jsonOf(answer, tokenUrl, tokens)
    },
    async isActive(token, hint) {
      const url = `${tokenUrl}/introspect`
      const answer = answerOf(await post("token/introspect", { token, token_type_hint: hint }), url)
      return jsonOf(answer, url, introspection).active
    },
    async canRefresh(token) {
      const answer = answerOf(
        await post("token", { grant_type: "refresh_token", refresh_token: token }),
        tokenUrl,
      )
      if (isRefusal(answer)) return false
      jsonOf(answer, tokenUrl, tokens)
      return true
    },
    async tellsUser(token) {
      const url = `${place}/userinfo`
      const answer = answerOf(
        await client.send({ method: "GET", url, headers: { authorization: `Bearer ${token}` } }),
        url,
      )
      // What it tells may be a JWT: that it tells is enough.
      if (answer.status === 200 || answer.status === 401) return answer.status === 200
      throw new AppError("unavailable", `Keycloak does not say whether it knows the token (${answer.status})`)
    },
  }
}

/** Keycloak refuses the person or their token; that it refuses our client is trouble, and says nothing of a token. */
function isRefusal({ status, body }: KeptAnswer): boolean {
  if (status !== 400 && status !== 401) return false
  try {
    return oauthError.parse(JSON.parse(body.toString("utf8"))).error === "invalid_grant"
  } catch {
    return false
  }
}
