import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import type { AuthorityLimits } from "../../core/session-authority.ts"
import { AdminDoor } from "./admin-door.ts"
import { LoginDoor } from "./login-door.ts"
import { deliverLogouts } from "./logout-outbox.ts"
import { makeProvider } from "./make-provider.ts"
import { openProviderDatabase } from "./provider-database.ts"
import type { ProviderSecrets } from "./provider-secrets.ts"
import { ProviderStatistics } from "./provider-statistics.ts"
import { sweepRecords } from "./record-adapter.ts"

const SWEEP_EVERY_MS = 30_000
const SWEPT_AT_ONCE = 5_000
const LIMITS = { perSecond: 500, burst: 500 } as const

export interface IdentityProviderSettings {
  /** Of a database that is the provider's own. */
  databaseUrl: string
  host: string
  port: number
  relyingPartyUrl: string
  secrets: ProviderSecrets
  /** Of all demo accounts that have not chosen another. */
  demoPassword: string
  limits?: Pick<AuthorityLimits, "perSecond" | "burst">
  /** Whether the app has an archive too, which takes self-contained tokens until they expire. */
  hasArchive?: boolean
  /** Sees each request first, and tells whether it has dealt with it. */
  before?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
}

export interface IdentityProvider {
  issuer: string
  close(): Promise<void>
}

/** Starts the provider: OpenID Connect, the login form, the admin door, the outbox of logouts and the sweeping. */
export async function openIdentityProvider(settings: IdentityProviderSettings): Promise<IdentityProvider> {
  const { host, port, secrets, relyingPartyUrl, demoPassword, before } = settings
  const database = await openProviderDatabase(settings.databaseUrl)
  const statistics = new ProviderStatistics()
  const issuer = `http://${host}:${port}`
  const given = { database, secrets, statistics, issuer, relyingPartyUrl }
  const provider = makeProvider(given)
  const admin = new AdminDoor({
    ...given,
    provider,
    limits: settings.limits ?? LIMITS,
    hasArchive: settings.hasArchive ?? false,
  })
  const login = new LoginDoor({ ...given, provider, demoPassword })
  const callback = provider.callback()
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (before && (await before(request, response))) return
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/"
    if (AdminDoor.isFor(path)) return await admin.answer(request, response)
    if (LoginDoor.isFor(path)) return await login.answer(request, response)
    await callback(request, response)
  }
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    response.on("error", () => {})
    handle(request, response).catch(() => {
      statistics.count("errors")
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.keepAliveTimeout = 65_000
  const stopping = new AbortController()
  const loops = [
    deliverLogouts({ database, secrets, issuer, relyingPartyUrl }, stopping.signal),
    sweep(database, stopping.signal),
  ]
  server.listen(port, host)
  await once(server, "listening")
  return {
    issuer,
    async close() {
      stopping.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await Promise.all([closed, ...loops])
      await database.end()
    },
  }
}

async function sweep(database: Parameters<typeof sweepRecords>[0], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const removed = await sweepRecords(database, SWEPT_AT_ONCE).catch(() => 0)
    if (removed < SWEPT_AT_ONCE) await wait(SWEEP_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}
