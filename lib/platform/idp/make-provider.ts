import {
  type AccessToken,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
  Provider,
} from "oidc-provider"
import type pg from "pg"
import { findAccount } from "./accounts.ts"
import { logoutPage, messagePage, PAGE_POLICY } from "./login-pages.ts"
import type { ProviderSecrets } from "./provider-secrets.ts"
import type { ProviderStatistics } from "./provider-statistics.ts"
import { API, HOUR_S, JWT_LIFETIME_S, lifetimesS, MINUTE_S, resourceServer } from "./provider-words.ts"
import { recordAdapter } from "./record-adapter.ts"
import { touchRecords } from "./touch-records.ts"

export interface ProviderParts {
  database: pg.Pool
  secrets: ProviderSecrets
  statistics: ProviderStatistics
  issuer: string
  /** Where people of the app come back to, and where it is told of logouts. */
  relyingPartyUrl: string
}

/** A certified provider of OpenID Connect over our own records, which honours cut-offs in whatever it is asked. */
export function makeProvider(parts: ProviderParts): Provider {
  const provider = new Provider(parts.issuer, configurationOf(parts))
  provider.on("server_error", () => parts.statistics.count("errors"))
  provider.use(touchRecords(parts.database))
  return provider
}

function configurationOf({ database, secrets, relyingPartyUrl }: ProviderParts): Configuration {
  const { kid: _, ...key } = secrets.signing
  return {
    adapter: recordAdapter(database),
    jwks: { keys: [{ ...key, kid: secrets.signing.kid }] },
    cookies: { keys: [secrets.cookies] },
    clients: Object.entries(secrets.clients).map(([client_id, client_secret]) => ({
      client_id,
      client_secret,
      client_name: "Your events",
      redirect_uris: [`${relyingPartyUrl}/callback`],
      post_logout_redirect_uris: [`${relyingPartyUrl}/`],
      grant_types: ["authorization_code", "refresh_token"],
      id_token_signed_response_alg: "EdDSA",
      backchannel_logout_uri: `${relyingPartyUrl}/backchannel-logout`,
      backchannel_logout_session_required: true,
    })),
    scopes: ["openid", "offline_access"],
    pkce: { required: () => true },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    enabledJWA: {
      idTokenSigningAlgValues: ["EdDSA"],
      clientAuthSigningAlgValues: ["HS256"],
    },
    ttl: {
      ...lifetimesS,
      // A number here would stand above what the resource says of its own tokens.
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? lifetimesS.AccessToken,
      AuthorizationCode: MINUTE_S,
      IdToken: HOUR_S,
      Interaction: HOUR_S,
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    findAccount: async (_ctx, sub) =>
      (await findAccount(database, sub)) ? { accountId: sub, claims: async () => ({ sub }) } : undefined,
    extraTokenClaims: async (_ctx, token) =>
      token.kind === "AccessToken" && token.format === "jwt"
        ? await noteJwt(database, token as AccessToken)
        : undefined,
    renderError: async (ctx, { error, error_description }) =>
      show(
        ctx,
        messagePage("This did not work", `${error_description ?? error}. Go back to the app and try again.`),
      ),
    // The provider's own way refuses addresses of this machine, and the demo's apps have no others.
    fetch: (url, options) => fetch(url, withoutDispatcher(options)),
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => show(ctx, logoutPage(form)),
        postLogoutSuccessSource: async (ctx) =>
          show(ctx, messagePage("Signed out", "You can close this page.")),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: async (_ctx, client) => (client.clientId === "app-jwt" ? API : undefined),
        useGrantedResource: async () => true,
        async getResourceServerInfo(_ctx, resource, client) {
          if (resource !== API || client.clientId !== "app-jwt") throw new errors.InvalidTarget()
          return resourceServer
        },
      },
    },
  }
}

/** Pages of ours, for the library's own ones load fonts from elsewhere. */
function show(ctx: KoaContextWithOIDC, html: string): void {
  ctx.type = "html"
  ctx.set("content-security-policy", PAGE_POLICY)
  ctx.body = html
}

function withoutDispatcher(options: RequestInit = {}): RequestInit {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== "dispatcher"))
}

/**
 * A self-contained token tells when its person proved who they are, to the millisecond: by that it is held against
 * cut-offs, not by when it was last refreshed. That somebody has one is noted; the token is kept by nobody.
 */
async function noteJwt(database: pg.Pool, token: AccessToken): Promise<{ auth_time: number }> {
  const { rows } = await database.query<{ begunMs: string }>(
    `INSERT INTO record (kind, id, payload, account_id, client_id, grant_id, session_uid, begun_at, expires_at)
     SELECT 'Jwt', $1, '{}', account_id, client_id, id, $3, begun_at, now() + make_interval(secs => $4)
     FROM record WHERE kind = 'Grant' AND id = $2
     RETURNING extract(epoch FROM begun_at) * 1000 AS "begunMs"`,
    [token.jti, token.grantId, token.sessionUid ?? null, JWT_LIFETIME_S],
  )
  // Whoever has no grant any more gets a token that every cut-off ends.
  return { auth_time: rows[0] ? Math.round(Number(rows[0].begunMs)) / 1000 : 0 }
}
