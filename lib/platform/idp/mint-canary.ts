import { createHmac, randomUUID } from "node:crypto"
import type { Client, Provider } from "oidc-provider"
import type pg from "pg"
import type { TokenKind } from "../../core/session-authority.ts"
import { ensureAccount, findAccount, noteAuthentication } from "./accounts.ts"
import type { ProviderParts } from "./make-provider.ts"
import { API, ARCHIVE, type ClientId, EVENTS_SCOPE, lifetimesS, resourceServer } from "./provider-words.ts"
import { beginGrant } from "./record-adapter.ts"

export interface Canary {
  sub: string
  kind: TokenKind
  /** Of a session: the Cookie header of the browser that has it. */
  token: string
  refreshToken?: string
  expiresAt: string
  relyingParty: ClientId | typeof ARCHIVE
}

type Minter = Pick<ProviderParts, "database" | "secrets"> & { provider: Provider }

/**
 * A token of an account that is nobody's, made by the provider's own models as a login makes it; `sub` for another one
 * of the same account. Null where that account is none of ours: nobody gets tokens of a person here.
 */
export async function mintCanary(
  minter: Minter,
  kind: TokenKind,
  { sub, relyingParty: asked }: { sub?: string | undefined; relyingParty?: string | undefined } = {},
): Promise<Canary | null> {
  const { database, provider } = minter
  const id = sub ?? `canary-${randomUUID()}`
  if (sub !== undefined && !(await findAccount(database, sub))?.isCanary) return null
  if (sub === undefined) await ensureAccount(database, id, true)
  const clientId: ClientId = kind === "jwt" ? "app-jwt" : "app-opaque"
  const relyingParty = kind === "jwt" && asked === ARCHIVE ? ARCHIVE : clientId
  const client = await provider.Client.find(clientId)
  if (!client) throw new Error(`the client ${clientId} is missing`)
  const begun = await signIn(provider, database, id, client)
  return { sub: id, kind, relyingParty, ...(await tokensOf(minter, kind, client, begun)) }
}

interface Begun {
  accountId: string
  sessionId: string
  sessionUid: string
  sid: string
  grantId: string
  authTime: number
}

async function signIn(
  provider: Provider,
  database: pg.Pool,
  accountId: string,
  client: Client,
): Promise<Begun> {
  const at = new Date()
  const authTime = at.getTime() / 1000
  const grant = new provider.Grant({ accountId, clientId: client.clientId })
  grant.addOIDCScope("openid offline_access")
  if (client.clientId === "app-jwt") grant.addResourceScope(API, EVENTS_SCOPE)
  const grantId = await grant.save()
  await beginGrant(database, grantId, { at })
  const session = new provider.Session()
  session.loginAccount({ accountId, loginTs: authTime })
  session.ensureClientContainer(client.clientId)
  session.grantIdFor(client.clientId, grantId)
  await session.save(lifetimesS.Session)
  await noteAuthentication(database, accountId, at)
  const sid = session.sidFor(client.clientId) ?? ""
  return { accountId, sessionId: session.jti, sessionUid: session.uid, sid, grantId, authTime }
}

type Minted = Pick<Canary, "token" | "refreshToken" | "expiresAt">

async function tokensOf(
  { provider, secrets }: Minter,
  kind: TokenKind,
  client: Client,
  begun: Begun,
): Promise<Minted> {
  const { sessionId, authTime, ...shared } = begun
  const properties = {
    ...shared,
    client,
    gty: "authorization_code",
    expiresWithSession: kind !== "offline",
  }
  if (kind === "session")
    return { token: cookieOf(provider, sessionId, secrets.cookies), expiresAt: inS(lifetimesS.Session) }
  if (kind === "refresh" || kind === "offline") {
    const scope = kind === "offline" ? "openid offline_access" : "openid"
    const refresh = new provider.RefreshToken({ ...properties, authTime, scope })
    const token = await refresh.save()
    return { token, refreshToken: token, expiresAt: inS(refresh.expiration) }
  }
  const access = new provider.AccessToken({ ...properties, scope: kind === "jwt" ? EVENTS_SCOPE : "openid" })
  if (kind === "jwt") access.resourceServer = new provider.ResourceServer(API, resourceServer)
  const token = await access.save()
  return { token, expiresAt: inS(access.expiration) }
}

function inS(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString()
}

/** The cookie of a session as the provider signs it, which a browser would send. */
function cookieOf(provider: Provider, sessionId: string, key: string): string {
  const cookie = `${provider.cookieName("session")}=${sessionId}`
  const signature = createHmac("sha1", key).update(cookie).digest("base64url")
  return `${cookie}; ${provider.cookieName("session")}.sig=${signature}`
}
