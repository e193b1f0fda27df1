import { generateKeyPairSync } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { Provider } from "oidc-provider"

/** Who signs in at the provider, as it tells clients. */
export interface ProviderIdentity {
  sub: string
  email: string
  email_verified: boolean
  name?: string
}

export interface RunningProvider {
  issuer: string
  /** Whoever is sent there signs in as this, without being asked. */
  signInAs(identity: ProviderIdentity): void
  close(): Promise<void>
}

export const CLIENT = { id: "tocsin", secret: "a secret of the client, long enough" }

/** A real provider of OpenID Connect on a port of its own, which takes browsers back to these addresses. */
export async function startProvider(redirectUris: string[]): Promise<RunningProvider> {
  let identity: ProviderIdentity | null = null
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {}
  const server = createServer((request, response) => handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: redirectUris }],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
    cookies: { keys: ["a key for cookies"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ ...identity, sub }) }),
  })
  const callback = provider.callback()
  handle = (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return callback(request, response)
    finish(provider, request, response, identity?.sub ?? "").catch((error) => response.end(String(error)))
  }
  return {
    issuer,
    signInAs: (one) => {
      identity = one
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Signs whoever comes in and consents for them. */
async function finish(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  accountId: string,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  const grant = new provider.Grant({ accountId, clientId: String(params.client_id) })
  grant.addOIDCScope(String(params.scope))
  const result = { login: { accountId }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result)
}
