import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import { invariant } from "../core/errors.ts"

const PURPOSE = "webhook secrets"

/** 24 random bytes as Standard Webhooks writes them. */
export function makeSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`
}

interface Keyed {
  secret(purpose: string): Buffer
}

/** The secret of an endpoint as the database keeps it: AES-256-GCM, bound to the endpoint. */
export function sealSecret({ secret }: Keyed, endpointId: string, text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", secret(PURPOSE), iv).setAAD(Buffer.from(endpointId))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return ["v1", ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".")
}

/** As it was sealed. Throws when it was sealed for another endpoint, by another installation, or altered. */
export function openSecret({ secret }: Keyed, endpointId: string, text: string): string {
  const [version, ...parts] = text.split(".")
  const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, "base64url"))
  invariant(version === "v1" && iv && tag && sealed && tag.length === 16, "a sealed secret has its form")
  const decipher = createDecipheriv("aes-256-gcm", secret(PURPOSE), iv)
  decipher.setAAD(Buffer.from(endpointId)).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8")
}
