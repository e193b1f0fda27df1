import { createHmac } from "node:crypto"
import { base32 } from "../../core/base32.ts"

/** 130 bits. */
const TOKEN_CHARACTERS = 26

/**
 * The identity of one subject's logout in one run: the same on every attempt, and the idempotency key that authorities are
 * told. The key is `secret("logouts")`.
 */
export function tokenOf(key: Buffer, runId: string, pseudonym: string): string {
  const hash = createHmac("sha256", key).update(`${runId}\n${pseudonym}`).digest()
  return base32(hash, TOKEN_CHARACTERS).toLowerCase()
}
