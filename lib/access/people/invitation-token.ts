import { createHash, randomBytes } from "node:crypto"
import type { Config } from "../../core/config.ts"

export interface IssuedToken {
  token: string
  /** All that is kept of it. */
  tokenHash: string
}

/** A new token for a link: 256 random bits. */
export function makeToken(): IssuedToken {
  const token = randomBytes(32).toString("base64url")
  return { token, tokenHash: hashToken(token) }
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex")
}

export function invitationLink({ url }: Pick<Config, "url">, token: string): string {
  return `${url.replace(/\/$/, "")}/invitation/${token}`
}
