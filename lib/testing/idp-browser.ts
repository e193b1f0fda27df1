import { createHash, randomBytes } from "node:crypto"
import type { ProviderSecrets } from "../platform/idp/provider-secrets.ts"
import type { ClientId } from "../platform/idp/provider-words.ts"

/** Where people sign in, and with what. */
export interface BrowsedProvider {
  issuer: string
  relyingPartyUrl: string
  demoPassword: string
  secrets: Pick<ProviderSecrets, "clients">
}

export interface TokenSet {
  access_token: string
  refresh_token: string
  id_token: string
}

/** A person's browser at the provider: keeps cookies, follows redirects, and fills in forms. */
export class IdpBrowser {
  private readonly cookies = new Map<string, string>()
  private readonly own: BrowsedProvider

  constructor(own: BrowsedProvider) {
    this.own = own
  }

  async ask(address: string, form?: Record<string, string>): Promise<Response> {
    const url = new URL(address, this.own.issuer)
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === "") this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  /** Follows redirects within the provider, until a page comes or the app is called. */
  async follow(response: Response): Promise<Response> {
    let last = response
    for (;;) {
      const location = last.headers.get("location")
      if (location === null || location.startsWith(this.own.relyingPartyUrl)) return last
      last = await this.ask(location)
    }
  }

  /** The address of an authorization request of an app, and what belongs to it. */
  request(client: ClientId, given: Record<string, string> = {}): { address: string; verifier: string } {
    const verifier = randomBytes(32).toString("base64url")
    const parameters = new URLSearchParams({
      client_id: client,
      response_type: "code",
      scope: client === "app-jwt" ? "openid events" : "openid",
      redirect_uri: `${this.own.relyingPartyUrl}/callback`,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...given,
    })
    return { address: `/auth?${parameters}`, verifier }
  }

  /** Signs in through the form and gives the app's tokens. */
  async signIn(client: ClientId, sub: string, given: Record<string, string> = {}): Promise<TokenSet> {
    const { address, verifier } = this.request(client, given)
    let response = await this.follow(await this.ask(address))
    if (response.headers.get("location") === null) {
      const action = /action="([^"]+)"/.exec(await response.text())?.[1] ?? ""
      response = await this.follow(await this.ask(action, { sub, password: this.own.demoPassword }))
    }
    const code = new URL(response.headers.get("location") ?? "none:").searchParams.get("code") ?? ""
    const answer = await exchange(this.own, client, {
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: `${this.own.relyingPartyUrl}/callback`,
    })
    return (await answer.json()) as TokenSet
  }
}

/** What an app asks the token endpoint, or another one, with its own secret. */
export async function exchange(
  own: BrowsedProvider,
  client: ClientId,
  parameters: Record<string, string>,
  path = "/token",
): Promise<Response> {
  const credentials = Buffer.from(`${client}:${own.secrets.clients[client]}`).toString("base64")
  return await fetch(`${own.issuer}${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams(parameters),
  })
}
