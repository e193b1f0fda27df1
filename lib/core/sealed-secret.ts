import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import { invariant } from "./errors.ts"

interface Keyed {
  secret(purpose: string): Buffer
}

/** What a secret is for, and whose it is: opened under another purpose, or as somebody else's, it does not open. */
export interface SealedFor {
  purpose: string
  id: string
}

/** A secret as the database keeps it: AES-256-GCM under a key of the installation, bound to what it is for. */
export function sealSecret({ secret }: Keyed, { purpose, id }: SealedFor, text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", secret(purpose), iv).setAAD(Buffer.from(id))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return ["v1", ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".")
}

/** As it was sealed. Throws when it was sealed for something else, by another installation, or altered. */
export function openSecret({ secret }: Keyed, { purpose, id }: SealedFor, text: string): string {
  const [version, ...parts] = text.split(".")
  const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, "base64url"))
  invariant(version === "v1" && iv && tag && sealed && tag.length === 16, "a sealed secret has its form")
  const decipher = createDecipheriv("aes-256-gcm", secret(purpose), iv)
  decipher.setAAD(Buffer.from(id)).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8")
}
