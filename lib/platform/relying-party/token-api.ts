import type { IncomingMessage } from "node:http"
import { z } from "zod"
import { type Answer, parsed } from "./app-answer.ts"
import type { AppSessions } from "./app-sessions.ts"
import type { EpochWatch } from "./epoch-watch.ts"
import { eventsOf } from "./events-page.ts"
import { ProviderAway, type ProviderClient } from "./provider-client.ts"
import type { SwitchStore } from "./switch-store.ts"

const ASK_MS_MAX = 5_000

const refreshSchema = z.object({ refresh_token: z.string().min(1).max(2_000) })
const sessionSchema = z.object({ session: z.string().min(1).max(2_000) })

export interface TokenApiParts {
  provider: ProviderClient
  sessions: AppSessions
  epochs: EpochWatch
  switches: SwitchStore
}

/** What the app's programs ask with tokens. */
export class TokenApi {
  private readonly parts: TokenApiParts

  constructor(parts: TokenApiParts) {
    this.parts = parts
  }

  /** The token is looked at first: whoever asks about a switched-off tab learns whether they are signed in all the same. */
  async events(request: IncomingMessage, pathname: string): Promise<Answer> {
    const { switches } = this.parts
    const token = bearerOf(request)
    const found = token.split(".").length === 3 ? await this.ofJwt(token) : await this.ofOpaque(token)
    if ("error" in found && found.error === "not_ready") return { status: 503, body: found }
    if ("error" in found)
      return { status: 401, body: found, headers: { "www-authenticate": `Bearer error="invalid_token"` } }
    if (!switches.isOn("events-tab")) return { status: 404, body: { error: "switched_off" } }
    const isBypassed = switches.isOn("bypass-cache")
    const headers = isBypassed ? { cache: "bypassed" } : {}
    const shared = isBypassed ? { cache: "bypassed" } : {}
    if (!pathname.endsWith("/video"))
      return { status: 200, body: { events: eventsOf(found.sub), ...shared }, headers }
    if (switches.isOn("extra-verification") && request.headers["x-verification"] === undefined)
      return { status: 403, body: { error: "verification_required" } }
    return { status: 200, body: { video: pathname.split("/")[3], ...shared }, headers }
  }

  /** The older part of the app, as there are many: it believes what a token says until that expires, and asks nobody. */
  async archive(request: IncomingMessage): Promise<Answer> {
    const read = await this.parts.provider.readAccessToken(bearerOf(request))
    return read
      ? { status: 200, body: { events: eventsOf(read.sub) } }
      : { status: 401, body: { error: "invalid_token" } }
  }

  private async ofOpaque(token: string): Promise<{ sub: string } | { error: "invalid_token" }> {
    const found = token === "" ? null : await this.parts.provider.introspect(token)
    return found?.isAccess ? { sub: found.sub } : { error: "invalid_token" }
  }

  private async ofJwt(
    token: string,
  ): Promise<{ sub: string } | { error: "invalid_token" | "stale_token" | "not_ready" }> {
    const read = await this.parts.provider.readAccessToken(token)
    if (!read) return { error: "invalid_token" }
    if (!this.parts.epochs.isReady) return { error: "not_ready" }
    const cutoff = this.parts.epochs.cutoffOf(read.sub)
    return cutoff !== null && read.begunAt <= cutoff ? { error: "stale_token" } : { sub: read.sub }
  }

  async refresh(body: string): Promise<Answer> {
    const { refresh_token } = parsed(refreshSchema, body)
    const found = await this.parts.provider.introspect(refresh_token)
    const tokens = found
      ? await this.parts.provider.exchange(found.client, { grant_type: "refresh_token", refresh_token })
      : null
    if (!tokens) return { status: 401, body: { error: "invalid_token" } }
    const { access_token, refresh_token: next } = tokens
    return { status: 200, body: { access_token, ...(next ? { refresh_token: next } : {}) } }
  }

  /** As a browser opens the app that still has the provider's cookie: is it let in without being asked? */
  async signInSilently(body: string): Promise<Answer> {
    const { session } = parsed(sessionSchema, body)
    const { address } = this.parts.sessions.begin("app-opaque", "none")
    const response = await fetch(address, {
      headers: { cookie: session },
      redirect: "manual",
      signal: AbortSignal.timeout(ASK_MS_MAX),
    }).catch((cause: unknown) => {
      throw new ProviderAway("the provider does not answer", { cause })
    })
    await response.body?.cancel()
    const location = response.headers.get("location")
    if (response.status !== 303 || location === null)
      throw new ProviderAway(`the authorization endpoint answers ${response.status}`)
    return new URL(location).searchParams.has("code")
      ? { status: 200, body: { signed_in: true } }
      : { status: 401, body: { error: "login_required" } }
  }
}

function bearerOf({ headers }: IncomingMessage): string {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? ""
}
