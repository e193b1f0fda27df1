import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose"
import { z } from "zod"
import type { ProviderSecrets } from "../idp/provider-secrets.ts"
import { API, type ClientId, clientIds } from "../idp/provider-words.ts"
import { TOKEN_AGE_S_MAX } from "./epoch-watch.ts"

const ANSWER_MS_MAX = 5_000

/** The provider did not answer: nobody knows whether a token is good, and nobody says that it is dead. */
export class ProviderAway extends Error {}

const introspectionSchema = z.discriminatedUnion("active", [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    sub: z.string(),
    client_id: z.string(),
    token_type: z.string().optional(),
  }),
])
const tokensSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
})
export type Tokens = z.output<typeof tokensSchema>

/** What a self-contained token says of itself once its signature is good. */
export interface ReadToken {
  sub: string
  /** When its person proved who they are. */
  begunAt: number
}

/** How the app asks its provider. */
export class ProviderClient {
  readonly issuer: string
  private readonly secrets: ProviderSecrets["clients"]
  private readonly keys: ReturnType<typeof createRemoteJWKSet>

  constructor(issuer: string, secrets: ProviderSecrets["clients"]) {
    this.issuer = issuer
    this.secrets = secrets
    this.keys = createRemoteJWKSet(new URL(`${issuer}/jwks`), { timeoutDuration: ANSWER_MS_MAX })
  }

  /** Whose opaque token it is, or null where it is none, or none any more. */
  async introspect(token: string): Promise<{ sub: string; client: ClientId; isAccess: boolean } | null> {
    const response = await this.post("/token/introspection", "app-opaque", { token })
    if (response.status !== 200) throw new ProviderAway(`introspection answers ${response.status}`)
    const told = introspectionSchema.parse(await response.json())
    const client = told.active ? clientIds.find((id) => id === told.client_id) : undefined
    return told.active && client ? { sub: told.sub, client, isAccess: told.token_type !== undefined } : null
  }

  /** Tokens for what is given, or null where the provider refuses it. */
  async exchange(client: ClientId, parameters: Record<string, string>): Promise<Tokens | null> {
    const response = await this.post("/token", client, parameters)
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      await response.body?.cancel()
      return null
    }
    if (response.status !== 200) throw new ProviderAway(`the token endpoint answers ${response.status}`)
    return tokensSchema.parse(await response.json())
  }

  /** A self-contained access token, or null where it is none of this API's, forged or expired. */
  async readAccessToken(token: string): Promise<ReadToken | null> {
    const payload = await this.verified(token, { audience: API, typ: "at+jwt", maxTokenAge: TOKEN_AGE_S_MAX })
    if (payload?.sub === undefined || payload.iat === undefined) return null
    const begunS = typeof payload.auth_time === "number" ? payload.auth_time : payload.iat
    return { sub: payload.sub, begunAt: Math.round(begunS * 1000) }
  }

  /** An ID token of the app's, or a logout token; null where it is not what it should be. */
  async readToken(token: string, typ: "JWT" | "logout+jwt"): Promise<JWTPayload | null> {
    return await this.verified(token, { audience: [...clientIds], ...(typ === "JWT" ? {} : { typ }) })
  }

  private async verified(
    token: string,
    wanted: { audience: string | string[]; typ?: string; maxTokenAge?: number },
  ): Promise<JWTPayload | null> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.issuer,
        algorithms: ["EdDSA"],
        ...wanted,
      })
      return payload
    } catch (error) {
      if (isOfToken(error)) return null
      throw new ProviderAway("the provider's keys cannot be read", { cause: error })
    }
  }

  private async post(path: string, client: ClientId, parameters: Record<string, string>): Promise<Response> {
    const credentials = Buffer.from(`${client}:${this.secrets[client]}`).toString("base64")
    try {
      return await fetch(`${this.issuer}${path}`, {
        method: "POST",
        headers: { authorization: `Basic ${credentials}` },
        body: new URLSearchParams(parameters),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      })
    } catch (error) {
      throw new ProviderAway("the provider does not answer", { cause: error })
    }
  }
}

/** Whether the token itself is to blame; all else is the way to the provider's keys. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JWKSNoMatchingKey
  )
}
