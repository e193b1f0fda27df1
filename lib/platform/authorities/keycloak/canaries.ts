import type { KeycloakSecret, KeycloakSettings } from "../../../core/authority-settings.ts"
import { AppError } from "../../../core/errors.ts"
import type { MintedCanary, ProbeVerdict, TokenKind } from "../../../core/session-authority.ts"
import { placeOf } from "../json-door.ts"
import type { KeptHttpClient } from "../kept-http-client.ts"
import { verdictOf } from "../verdict-of.ts"
import type { AdminDoor } from "./admin-door.ts"
import { type Browser, openBrowser } from "./browser.ts"
import { type CanaryAccount, openCanaryAccount, restorePassword } from "./canary-account.ts"
import { claimsOf } from "./claims.ts"
import { openTokenDoor, type SignedIn, type TokenDoor } from "./token-door.ts"
import type { Users } from "./users.ts"

export interface Canaries {
  kinds: TokenKind[]
  mint(kind: TokenKind, sub?: string): Promise<MintedCanary>
  probe(canary: { kind: TokenKind; token: string }): Promise<ProbeVerdict>
}

export function openCanaries(
  door: AdminDoor,
  users: Users,
  settings: KeycloakSettings,
  secret: KeycloakSecret,
  client: KeptHttpClient,
): Canaries {
  const { canaryClientId, canaryRedirectUrl, probeUrl } = settings
  const tokens = openTokenDoor(settings, secret, client)
  const browser =
    canaryRedirectUrl === undefined ? null : openBrowser(settings, canaryRedirectUrl, tokens, client)
  const kinds: TokenKind[] =
    canaryClientId === undefined
      ? []
      : [...(browser === null ? [] : (["session"] as const)), "refresh", "offline", "opaque", "jwt"]
  const relyingPartyOf = (kind: TokenKind) =>
    kind === "jwt" && probeUrl !== undefined ? placeOf(probeUrl) : (canaryClientId ?? settings.clientId)
  return {
    kinds,
    async mint(kind, sub) {
      if (!kinds.includes(kind))
        throw new AppError(
          "precondition",
          `The settings of this Keycloak name no way to a canary of kind ${kind}`,
        )
      const account = await openCanaryAccount(door, users, secret, sub)
      const restore = () => restorePassword(door, users, account)
      const token = await mintToken(kind, account, tokens, browser, restore)
      const { iat, exp } = claimsOf(token)
      return {
        sub: account.sub,
        kind,
        relyingParty: relyingPartyOf(kind),
        token,
        mintedAt: new Date(iat * 1000),
        expiresAt: exp === undefined ? null : new Date(exp * 1000),
      }
    },
    async probe({ kind, token }) {
      try {
        if (kind === "session" && browser !== null) return await browser.probe(token)
        if (kind === "refresh" || kind === "offline") return await probeRefresh(tokens, token)
        if (kind === "opaque") return await probeOpaque(tokens, token)
        if (kind === "jwt") return await probeJwt(client, probeUrl, token)
        return { verdict: "error", reason: `nobody is named who takes a canary of kind ${kind}` }
      } catch (trouble) {
        if (trouble instanceof AppError) return { verdict: "error", reason: trouble.message }
        throw trouble
      }
    },
  }
}

async function mintToken(
  kind: TokenKind,
  account: CanaryAccount,
  tokens: TokenDoor,
  browser: Browser | null,
  restore: () => Promise<void>,
): Promise<string> {
  if (kind === "session" && browser !== null) return browser.signIn(account)
  const scope = kind === "offline" ? "openid offline_access" : "openid"
  const given = (await tokens.signIn(account.username, account.password, scope)) ?? (await again())
  if (kind === "refresh" || kind === "offline") return given.refresh_token
  // Keycloak calls a token inactive to an app that the token is not for, even to the one that it was given to: a
  // probe would find every token dead.
  if (kind === "opaque" && !(await tokens.isActive(given.access_token, "access_token")))
    throw new AppError(
      "precondition",
      "Keycloak does not tell the canaries' client of its own access tokens: give it an audience mapper that adds itself",
    )
  return given.access_token

  async function again(): Promise<SignedIn> {
    await restore()
    const signedIn = await tokens.signIn(account.username, account.password, scope)
    if (signedIn !== null) return signedIn
    throw new AppError(
      "precondition",
      "A canary cannot sign in through its client with name and password alone",
    )
  }
}

/** Asks first what uses nothing up; that a token is dead is believed only of a refresh that was refused. */
async function probeRefresh(tokens: TokenDoor, token: string): Promise<ProbeVerdict> {
  if (await tokens.isActive(token, "refresh_token"))
    return { verdict: "alive", reason: "introspection: active" }
  if (await tokens.canRefresh(token)) return { verdict: "alive", reason: "it was refreshed" }
  return { verdict: "dead", reason: "introspection: inactive; refresh: refused" }
}

async function probeOpaque(tokens: TokenDoor, token: string): Promise<ProbeVerdict> {
  if (await tokens.isActive(token, "access_token"))
    return { verdict: "alive", reason: "introspection: active" }
  if (await tokens.tellsUser(token)) return { verdict: "alive", reason: "userinfo: answered" }
  return { verdict: "dead", reason: "introspection: inactive; userinfo: refused" }
}

/** By an app that takes it, or else by its own expiry, which is all that an app can see that asks nobody. */
async function probeJwt(
  client: KeptHttpClient,
  url: string | undefined,
  token: string,
): Promise<ProbeVerdict> {
  if (url === undefined) {
    const { exp = Number.POSITIVE_INFINITY } = claimsOf(token)
    return exp * 1000 > Date.now()
      ? { verdict: "alive", reason: "it has not expired: who checks its signature alone takes it" }
      : { verdict: "dead", reason: "it has expired" }
  }
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" }
  return verdictOf(await client.send({ method: "GET", url, headers }))
}
