import { createPublicKey, type JsonWebKey, type KeyObject, verify } from "node:crypto"
import { z } from "zod"
import { REALM, SERVICE } from "./realm.ts"

const tokens = z.object({ access_token: z.string(), refresh_token: z.string() })
const keys = z.object({ keys: z.array(z.looseObject({ kid: z.string(), use: z.string() })) })

/** What one sign-in gave somebody. */
export interface Tokens {
  access: string
  refresh: string
}

/** The apps of the realm as they talk to Keycloak, sharing no code with what is tested. */
export class Apps {
  private readonly place: string
  private readonly serviceSecret: string

  constructor(url: string, serviceSecret: string) {
    this.place = `${url}/realms/${REALM}/protocol/openid-connect`
    this.serviceSecret = serviceSecret
  }

  async signIn(app: string, username: string, password: string, scope = "openid"): Promise<Tokens> {
    const response = await this.post("token", {
      grant_type: "password",
      client_id: app,
      username,
      password,
      scope,
    })
    const body = await response.text()
    if (response.status !== 200) throw new Error(`${username} cannot sign in: ${response.status} ${body}`)
    return tokensOf(body)
  }

  /** Whether Keycloak refuses to let somebody in, who has the right password. */
  async isTurnedAway(app: string, username: string, password: string): Promise<boolean> {
    return this.signIn(app, username, password).then(
      () => false,
      (refusal: Error) => refusal.message.includes("invalid_grant"),
    )
  }

  /** New tokens for old ones, or null where they are refused. */
  async refresh(app: string, { refresh }: Tokens): Promise<Tokens | null> {
    const response = await this.post("token", {
      grant_type: "refresh_token",
      client_id: app,
      refresh_token: refresh,
    })
    const body = await response.text()
    if (response.status === 200) return tokensOf(body)
    if (response.status === 400 && body.includes("invalid_grant")) return null
    throw new Error(`a refresh was answered with ${response.status} ${body}`)
  }

  async isActive(token: string): Promise<boolean> {
    const response = await this.post("token/introspect", {
      token,
      client_id: SERVICE,
      client_secret: this.serviceSecret,
    })
    return z.object({ active: z.boolean() }).parse(await response.json()).active
  }

  async tellsUser(token: string): Promise<boolean> {
    const response = await fetch(`${this.place}/userinfo`, { headers: { authorization: `Bearer ${token}` } })
    await response.text()
    if (response.status !== 200 && response.status !== 401) throw new Error(`userinfo: ${response.status}`)
    return response.status === 200
  }

  /** An app that checks signature and expiry alone, and asks nobody. */
  async openSignatureCheck(): Promise<(token: string) => boolean> {
    const response = await fetch(`${this.place}/certs`)
    const found = new Map<string, KeyObject>()
    for (const key of keys.parse(await response.json()).keys)
      if (key.use === "sig") found.set(key.kid, createPublicKey({ key: key as JsonWebKey, format: "jwk" }))
    return (token) => {
      const [head = "", payload = "", signature = ""] = token.split(".")
      const key = found.get(z.object({ kid: z.string() }).parse(partOf(head)).kid)
      const signed = Buffer.from(`${head}.${payload}`)
      const isSigned = key !== undefined && verify("sha256", signed, key, Buffer.from(signature, "base64url"))
      return isSigned && expiryOf(token) > Date.now()
    }
  }

  private post(name: string, fields: Record<string, string>): Promise<Response> {
    return fetch(`${this.place}/${name}`, { method: "POST", body: new URLSearchParams(fields) })
  }
}

/** In milliseconds. */
export function expiryOf(token: string): number {
  return z.object({ exp: z.number() }).parse(partOf(token.split(".")[1] ?? "")).exp * 1000
}

function partOf(text: string): unknown {
  return JSON.parse(Buffer.from(text, "base64url").toString("utf8"))
}

function tokensOf(body: string): Tokens {
  const { access_token, refresh_token } = tokens.parse(JSON.parse(body))
  return { access: access_token, refresh: refresh_token }
}
