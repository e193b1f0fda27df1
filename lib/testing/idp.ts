import type { IncomingMessage, ServerResponse } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll } from "vitest"
import { type IdentityProvider, openIdentityProvider } from "../platform/idp/open-identity-provider.ts"
import { type ProviderSecrets, providerSecrets } from "../platform/idp/provider-secrets.ts"
import { openRelyingParty, type RelyingParty } from "../platform/relying-party/open-relying-party.ts"
import { openSecrets } from "../platform/secrets.ts"
import { emptyDatabase } from "./database/own-database.ts"
import { twoFreePorts } from "./own-sink.ts"
import { temporaryFolder } from "./temporary-folder.ts"

/** What goes wrong with requests whose path matches, until it is taken away. */
export interface ProviderFault {
  path: RegExp
  latencyMs?: number
  /** Answers with this instead of doing anything. */
  status?: number
  retryAfterS?: number
  /** Breaks the connection: `before` anything is done, or `after` it is done and before its answer is told. */
  drop?: "before" | "after"
}

export interface OwnProvider {
  issuer: string
  relyingPartyUrl: string
  /** Of the provider's own database. */
  databaseUrl: string
  secrets: ProviderSecrets
  demoPassword: string
  /** Emptied and filled by tests; each request looks here anew. */
  faults: ProviderFault[]
  /** Asks the admin door: with its secret, unless another is given. */
  admin(method: "GET" | "POST", path: string, body?: unknown, secret?: string): Promise<Response>
  /** Stops one of the two, and starts it again on its port with what it has kept. */
  provider: Restartable
  relyingParty: Restartable
}

export interface Restartable {
  stop(): Promise<void>
  start(): Promise<void>
}

/** A real identity provider with its app, over a database of their own, closed after the test file. */
export async function ownProvider(
  given: { limits?: { perSecond: number; burst: number }; hasArchive?: boolean } = {},
): Promise<OwnProvider> {
  const databaseUrl = await emptyDatabase()
  const [folder, port] = [temporaryFolder(), await twoFreePorts()]
  const secrets = providerSecrets(
    openSecrets({ dataFolder: folder, secret: "a secret of tests, of 32 characters" }),
  )
  const [host, faults, demoPassword] = ["127.0.0.1", [] as ProviderFault[], "the demo's password"]
  const issuer = `http://${host}:${port}`
  const relyingPartyUrl = `http://${host}:${port + 1}`
  const provider = restartable(`${issuer}/jwks`, () =>
    openIdentityProvider({
      ...{ databaseUrl, host, port, relyingPartyUrl, secrets, demoPassword },
      hasArchive: given.hasArchive ?? false,
      limits: given.limits ?? { perSecond: 10_000, burst: 10_000 },
      before: (request, response) => faulty(faults, request, response),
    }),
  )
  const relyingParty = restartable(`${relyingPartyUrl}/`, () =>
    openRelyingParty({ host, port: port + 1, issuer, secrets, folder }),
  )
  await provider.start()
  await relyingParty.start()
  afterAll(async () => {
    await relyingParty.stop()
    await provider.stop()
  })
  const admin: OwnProvider["admin"] = (method, path, body, secret = secrets.admin) =>
    fetch(`${issuer}${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    })
  return {
    issuer,
    relyingPartyUrl,
    databaseUrl,
    secrets,
    demoPassword,
    faults,
    admin,
    provider,
    relyingParty,
  }
}

function restartable(url: string, open: () => Promise<IdentityProvider | RelyingParty>): Restartable {
  let running: IdentityProvider | RelyingParty | null = null
  return {
    async start() {
      running ??= await open()
      // Connections to the one before, which this process keeps, are found out to be dead.
      for (let isReached = false; !isReached; )
        isReached = await fetch(url).then(
          async ({ body }) => {
            await body?.cancel()
            return true
          },
          () => false,
        )
    },
    async stop() {
      await running?.close()
      running = null
    },
  }
}

async function faulty(
  faults: readonly ProviderFault[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const fault = faults.find(({ path }) => path.test(request.url ?? ""))
  if (!fault) return false
  if (fault.latencyMs) await wait(fault.latencyMs)
  if (fault.drop === "before") {
    request.socket.destroy()
    return true
  }
  if (fault.drop === "after") {
    response.writeHead = () => {
      request.socket.destroy()
      return response
    }
  }
  if (fault.status === undefined) return false
  response.writeHead(fault.status, fault.retryAfterS ? { "retry-after": String(fault.retryAfterS) } : {})
  response.end()
  return true
}
