import { createPrivateKey } from "node:crypto"
import type { ClientId } from "./provider-words.ts"

/** All that provider and relying party must know, derived from the installation's secret: nothing of it is stored. */
export interface ProviderSecrets {
  /** Opens the whole admin door. */
  admin: string
  /** Opens the part of it that tells cut-offs. */
  epochs: string
  cookies: string
  clients: Record<ClientId, string>
  /** With it switches are flipped, as Standard Webhooks write it. */
  switches: string
  /** What tokens are signed with: a private key of Ed25519 as JWK. */
  signing: SigningKey
}

export interface SigningKey {
  kty: string
  crv: string
  x: string
  d: string
  use: "sig"
  alg: "EdDSA"
  kid: string
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex")

export function providerSecrets(secret: (purpose: string) => Buffer): ProviderSecrets {
  const text = (purpose: string) => secret(`identity provider ${purpose}`).toString("base64url")
  return {
    admin: text("admin"),
    epochs: text("epochs"),
    cookies: text("cookies"),
    clients: { "app-opaque": text("client app-opaque"), "app-jwt": text("client app-jwt") },
    switches: `whsec_${secret("relying party switches").toString("base64")}`,
    signing: signingKey(secret("identity provider signing")),
  }
}

/** The password of all demo accounts that have not chosen another: this installation's own, and the same each time. */
export function demoPassword(secret: (purpose: string) => Buffer): string {
  return secret("demo accounts").toString("base64url").replaceAll(/[-_]/g, "x").slice(0, 16)
}

function signingKey(seed: Buffer): SigningKey {
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: "der",
    type: "pkcs8",
  })
  const { x = "", d = "" } = key.export({ format: "jwk" })
  return { kty: "OKP", crv: "Ed25519", x, d, use: "sig", alg: "EdDSA", kid: x.slice(0, 16) }
}
