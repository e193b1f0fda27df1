import { createHmac } from "node:crypto"
import { BASE32_DIGITS, base32 } from "../core/base32.ts"

/** 130 bits, in lower case as domains are. */
const TOKEN_CHARACTERS = 26
const TOKEN_FORM = new RegExp(`^[${BASE32_DIGITS.toLowerCase()}]{${TOKEN_CHARACTERS}}$`)

/**
 * The identity of one item: the same on every attempt, another one in each run, and nobody can find it who has not the
 * key of its kind of run.
 */
export function tokenOf(key: Buffer, runId: string, pseudonym: string): string {
  const hash = createHmac("sha256", key).update(`${runId}\n${pseudonym}`).digest()
  return base32(hash, TOKEN_CHARACTERS).toLowerCase()
}

/** The text where it is a token, or null. */
export function tokenIn(text: string): string | null {
  return TOKEN_FORM.test(text) ? text : null
}
