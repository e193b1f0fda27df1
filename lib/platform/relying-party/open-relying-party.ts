import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import type { ProviderSecrets } from "../idp/provider-secrets.ts"
import { requestBody } from "../idp/request-body.ts"
import { type Answer, failed, tell } from "./app-answer.ts"
import { AppPages } from "./app-pages.ts"
import { AppSessions } from "./app-sessions.ts"
import { EpochWatch } from "./epoch-watch.ts"
import { ProviderClient } from "./provider-client.ts"
import { SwitchDoor } from "./switch-door.ts"
import { SwitchStore } from "./switch-store.ts"
import { TokenApi } from "./token-api.ts"

const BODY_BYTES_MAX = 16 * 1024

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

/** Which part of the app answers what. */
class App {
  readonly epochs: EpochWatch
  private readonly sessions: AppSessions
  private readonly api: TokenApi
  private readonly switches: SwitchDoor
  private readonly pages: AppPages

  constructor({ issuer, secrets, folder }: RelyingPartySettings, url: string) {
    const provider = new ProviderClient(issuer, secrets.clients)
    const switches = new SwitchStore(folder)
    this.epochs = new EpochWatch(issuer, secrets.epochs)
    this.sessions = new AppSessions(provider, url)
    this.api = new TokenApi({ provider, sessions: this.sessions, epochs: this.epochs, switches })
    this.switches = new SwitchDoor(switches, secrets.switches)
    this.pages = new AppPages(this.sessions, switches)
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://app")
    const body = request.method === "POST" ? await requestBody(request, BODY_BYTES_MAX) : ""
    const name = `${request.method} ${pathname}`
    if (name === "GET /api/events" || /^GET \/api\/events\/[^/]+\/video$/.test(name))
      return await this.api.events(request, pathname)
    if (name === "GET /archive/api/events") return await this.api.archive(request)
    if (name.startsWith("GET /switches/"))
      return this.switches.evaluation(pathname.slice("/switches/".length))
    switch (name) {
      case "POST /api/token":
        return await this.api.refresh(body)
      case "POST /api/silent-sign-in":
        return await this.api.signInSilently(body)
      case "POST /backchannel-logout":
        return await this.endSessions(new URLSearchParams(body).get("logout_token") ?? "")
      case "POST /switches":
        return this.switches.flip(request, body)
      case "GET /":
        return this.pages.page(request)
      case "GET /sign-in":
        return this.pages.signIn(searchParams.get("client"))
      case "GET /callback":
        return await this.pages.comeBack(request, searchParams)
      default:
        return { status: 404, body: { error: "no_such_address" } }
    }
  }

  private async endSessions(token: string): Promise<Answer> {
    const isEnded = token !== "" && (await this.sessions.endByToken(token))
    return isEnded ? { status: 200 } : { status: 400, body: { error: "invalid_request" } }
  }
}
