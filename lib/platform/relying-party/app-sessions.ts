import { createHash, randomBytes } from "node:crypto"
import { type ClientId, EVENTS_SCOPE } from "../idp/provider-words.ts"
import type { ProviderClient } from "./provider-client.ts"

const SESSIONS_MAX = 10_000
const UNDER_WAY_MAX = 1_000

export interface AppSession {
  sub: string
  sid: string
  client: ClientId
}

interface SignIn {
  client: ClientId
  verifier: string
}

/** Who is signed in at the app. They are kept in memory: whoever was signed in before a restart signs in again. */
export class AppSessions {
  private readonly provider: ProviderClient
  private readonly callback: string
  private readonly sessions = new Map<string, AppSession>()
  private readonly underWay = new Map<string, SignIn>()

  constructor(provider: ProviderClient, url: string) {
    this.provider = provider
    this.callback = `${url}/callback`
  }

  /** Where a browser goes to sign in; `prompt` none asks without showing anything. */
  begin(client: ClientId, prompt?: "none"): { state: string; address: string } {
    const state = randomBytes(24).toString("base64url")
    const verifier = randomBytes(32).toString("base64url")
    if (prompt === undefined) keepAtMost(this.underWay, UNDER_WAY_MAX).set(state, { client, verifier })
    const parameters = new URLSearchParams({
      client_id: client,
      response_type: "code",
      scope: client === "app-jwt" ? `openid ${EVENTS_SCOPE}` : "openid",
      redirect_uri: this.callback,
      state,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...(prompt ? { prompt } : {}),
    })
    return { state, address: `${this.provider.issuer}/auth?${parameters}` }
  }

  /** The id of a new session for whoever comes back with a code, or null where that is no good. */
  async finish(state: string, code: string): Promise<string | null> {
    const begun = this.underWay.get(state)
    this.underWay.delete(state)
    if (!begun) return null
    const tokens = await this.provider.exchange(begun.client, {
      grant_type: "authorization_code",
      code,
      redirect_uri: this.callback,
      code_verifier: begun.verifier,
    })
    const told = tokens?.id_token ? await this.provider.readToken(tokens.id_token, "JWT") : null
    if (!told?.sub || typeof told.sid !== "string") return null
    const id = randomBytes(24).toString("base64url")
    keepAtMost(this.sessions, SESSIONS_MAX).set(id, { sub: told.sub, sid: told.sid, client: begun.client })
    return id
  }

  find(id: string): AppSession | null {
    return this.sessions.get(id) ?? null
  }

  /** Ends the sessions that a logout token names; false where it is none of the provider's. */
  async endByToken(token: string): Promise<boolean> {
    const told = await this.provider.readToken(token, "logout+jwt")
    const events = told?.events as Record<string, unknown> | undefined
    if (!told?.jti || "nonce" in told) return false
    if (!events || !("http://schemas.openid.net/event/backchannel-logout" in events)) return false
    if (typeof told.sid !== "string" && told.sub === undefined) return false
    for (const [id, { sub, sid }] of this.sessions)
      if (typeof told.sid === "string" ? sid === told.sid : sub === told.sub) this.sessions.delete(id)
    return true
  }
}

/** Makes room for one more: the oldest go first. */
function keepAtMost<T>(kept: Map<string, T>, countMax: number): Map<string, T> {
  for (const key of kept.keys()) {
    if (kept.size < countMax) break
    kept.delete(key)
  }
  return kept
}
