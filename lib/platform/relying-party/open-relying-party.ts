import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { Webhook } from "standardwebhooks"
import { z } from "zod"
import { AppError } from "../../core/errors.ts"
import { PAGE_POLICY } from "../idp/login-pages.ts"
import type { ProviderSecrets } from "../idp/provider-secrets.ts"
import { clientIds } from "../idp/provider-words.ts"
import { requestBody } from "../idp/request-body.ts"
import { AppSessions } from "./app-sessions.ts"
import { EpochWatch } from "./epoch-watch.ts"
import { eventsOf, eventsPage } from "./events-page.ts"
import { ProviderAway, ProviderClient } from "./provider-client.ts"
import { SwitchStore } from "./switch-store.ts"

const BODY_BYTES_MAX = 16 * 1024
const SESSION_COOKIE = "app_session"
const STATE_COOKIE = "app_state"
const ASK_MS_MAX = 5_000

export interface RelyingPartySettings {
  host: string
  port: number
  issuer: string
  secrets: Pick<ProviderSecrets, "clients" | "epochs" | "switches">
  /** Where it keeps how its switches stand. */
  folder: string
}

export interface RelyingParty {
  url: string
  close(): Promise<void>
}

interface Answer {
  status: number
  body?: unknown
  html?: string
  headers?: Record<string, string>
}

/** Starts the demo's app: an API that takes the provider's tokens, obeys cut-offs and switches, and a page for people. */
export async function openRelyingParty(settings: RelyingPartySettings): Promise<RelyingParty> {
  const { host, port } = settings
  const url = `http://${host}:${port}`
  const app = new App(settings, url)
  const stopping = new AbortController()
  const asking = app.epochs.keepAsking(stopping.signal)
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    response.on("error", () => {})
    app.answer(request).then(
      (answer) => tell(response, answer),
      (error: unknown) => tell(response, failed(error)),
    )
  })
  server.listen(port, host)
  await once(server, "listening")
  return {
    url,
    async close() {
      stopping.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await Promise.all([closed, asking])
    },
  }
}

const flipSchema = z.object({
  type: z.literal("switch.flip"),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.object({ switch: z.string(), on: z.boolean(), flip: z.string().max(100) }),
})
const refreshSchema = z.object({ refresh_token: z.string().min(1).max(2_000) })
const sessionSchema = z.object({ session: z.string().min(1).max(2_000) })

class App {
  readonly epochs: EpochWatch
  private readonly provider: ProviderClient
  private readonly sessions: AppSessions
  private readonly switches: SwitchStore
  private readonly webhook: Webhook

  constructor({ issuer, secrets, folder }: RelyingPartySettings, url: string) {
    this.epochs = new EpochWatch(issuer, secrets.epochs)
    this.provider = new ProviderClient(issuer, secrets.clients)
    this.sessions = new AppSessions(this.provider, url)
    this.switches = new SwitchStore(folder)
    this.webhook = new Webhook(secrets.switches)
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://app")
    const body = request.method === "POST" ? await requestBody(request, BODY_BYTES_MAX) : ""
    const name = `${request.method} ${pathname}`
    if (name === "GET /api/events" || /^GET \/api\/events\/[^/]+\/video$/.test(name))
      return await this.events(request, pathname)
    if (name.startsWith("GET /switches/")) return this.evaluation(pathname.slice("/switches/".length))
    switch (name) {
      case "POST /api/token":
        return await this.refresh(body)
      case "POST /api/silent-sign-in":
        return await this.signInSilently(body)
      case "POST /backchannel-logout":
        return await this.endSessions(new URLSearchParams(body).get("logout_token") ?? "")
      case "POST /switches":
        return this.flip(request, body)
      case "GET /":
        return this.page(request)
      case "GET /sign-in":
        return this.signIn(searchParams.get("client"))
      case "GET /callback":
        return await this.comeBack(request, searchParams)
      default:
        return { status: 404, body: { error: "no_such_address" } }
    }
  }

  /** The token is looked at first: whoever asks about a switched-off tab learns whether they are signed in all the same. */
  private async events(request: IncomingMessage, pathname: string): Promise<Answer> {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? ""
    const found = token.split(".").length === 3 ? await this.ofJwt(token) : await this.ofOpaque(token)
    if ("error" in found)
      return {
        status: found.error === "not_ready" ? 503 : 401,
        body: found,
        headers: { "www-authenticate": `Bearer error="invalid_token"` },
      }
    if (!this.switches.isOn("events-tab")) return { status: 404, body: { error: "switched_off" } }
    const isBypassed = this.switches.isOn("bypass-cache")
    const headers = isBypassed ? { cache: "bypassed" } : {}
    const shared = isBypassed ? { cache: "bypassed" } : {}
    if (!pathname.endsWith("/video"))
      return { status: 200, body: { events: eventsOf(found.sub), ...shared }, headers }
    if (this.switches.isOn("extra-verification") && request.headers["x-verification"] === undefined)
      return { status: 403, body: { error: "verification_required" } }
    return { status: 200, body: { video: pathname.split("/")[3], ...shared }, headers }
  }

  private async ofOpaque(token: string): Promise<{ sub: string } | { error: "invalid_token" }> {
    const found = token === "" ? null : await this.provider.introspect(token)
    return found?.isAccess ? { sub: found.sub } : { error: "invalid_token" }
  }

  private async ofJwt(
    token: string,
  ): Promise<{ sub: string } | { error: "invalid_token" | "stale_token" | "not_ready" }> {
    const read = await this.provider.readAccessToken(token)
    if (!read) return { error: "invalid_token" }
    if (!this.epochs.isReady) return { error: "not_ready" }
    const cutoff = this.epochs.cutoffOf(read.sub)
    return cutoff !== null && read.begunAt <= cutoff ? { error: "stale_token" } : { sub: read.sub }
  }

  private async refresh(body: string): Promise<Answer> {
    const { refresh_token } = parsed(refreshSchema, body)
    const found = await this.provider.introspect(refresh_token)
    const tokens = found
      ? await this.provider.exchange(found.client, { grant_type: "refresh_token", refresh_token })
      : null
    if (!tokens) return { status: 401, body: { error: "invalid_token" } }
    const { access_token, refresh_token: next } = tokens
    return { status: 200, body: { access_token, ...(next ? { refresh_token: next } : {}) } }
  }

  /** As a browser opens the app that still has the provider's cookie: is it let in without being asked? */
  private async signInSilently(body: string): Promise<Answer> {
    const { session } = parsed(sessionSchema, body)
    const { address } = this.sessions.begin("app-opaque", "none")
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

  private async endSessions(token: string): Promise<Answer> {
    const isEnded = token !== "" && (await this.sessions.endByToken(token))
    return isEnded ? { status: 200 } : { status: 400, body: { error: "invalid_request" } }
  }

  private flip({ headers }: IncomingMessage, body: string): Answer {
    try {
      this.webhook.verify(body, headers as Record<string, string>)
    } catch {
      return { status: 401, body: { error: "invalid_signature" } }
    }
    const { timestamp, data } = parsed(flipSchema, body)
    if (!SwitchStore.isName(data.switch)) return { status: 404, body: { error: "no_such_switch" } }
    const result = this.switches.flip(String(headers["webhook-id"]), {
      name: data.switch,
      on: data.on,
      timestamp,
    })
    return result === "flipped" ? { status: 204 } : { status: 409, body: { error: result } }
  }

  private evaluation(name: string): Answer {
    if (!SwitchStore.isName(name)) return { status: 404, body: { error: "no_such_switch" } }
    return { status: 200, body: this.switches.read(name) }
  }

  private page(request: IncomingMessage): Answer {
    const session = this.sessions.find(cookieOf(request, SESSION_COOKIE))
    return { status: 200, html: eventsPage(session?.sub ?? null, this.switches.isOn("events-tab")) }
  }

  private signIn(wanted: string | null): Answer {
    const { state, address } = this.sessions.begin(clientIds.find((id) => id === wanted) ?? "app-opaque")
    return redirected(address, `${STATE_COOKIE}=${state}; Path=/; HttpOnly; SameSite=Lax`)
  }

  private async comeBack(request: IncomingMessage, query: URLSearchParams): Promise<Answer> {
    const state = query.get("state") ?? ""
    const isOwn = state !== "" && cookieOf(request, STATE_COOKIE) === state
    const id = isOwn ? await this.sessions.finish(state, query.get("code") ?? "") : null
    if (id === null) return redirected("/", `${STATE_COOKIE}=; Path=/; Max-Age=0`)
    return redirected("/", `${SESSION_COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`)
  }
}

function redirected(location: string, cookie: string): Answer {
  return { status: 303, headers: { location, "set-cookie": cookie } }
}

function cookieOf({ headers }: IncomingMessage, name: string): string {
  const pairs = (headers.cookie ?? "").split(/; */).map((pair) => pair.split("="))
  return pairs.find(([key]) => key === name)?.[1] ?? ""
}

function parsed<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(body))
  } catch (cause) {
    throw new AppError("invalid", "the body is not as it should be", { cause })
  }
}

function failed(error: unknown): Answer {
  if (error instanceof ProviderAway) return { status: 503, body: { error: "provider_away" } }
  if (error instanceof AppError && error.code === "invalid")
    return { status: 400, body: { error: "invalid_request" } }
  if (error instanceof AppError && error.code === "limit") return { status: 413, body: { error: "too_long" } }
  return { status: 500, body: { error: "server_error" } }
}

function tell(response: ServerResponse, { status, body, html, headers }: Answer): void {
  const type = html === undefined ? "application/json" : "text/html; charset=utf-8"
  response.writeHead(status, {
    "cache-control": "no-store",
    ...(body === undefined && html === undefined ? {} : { "content-type": type }),
    ...(html === undefined
      ? {}
      : { "content-security-policy": PAGE_POLICY, "x-content-type-options": "nosniff" }),
    ...headers,
  })
  response.end(html ?? (body === undefined ? undefined : JSON.stringify(body)))
}
