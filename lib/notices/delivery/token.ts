import { createHash, createHmac } from "node:crypto"
import { letterCodeOf } from "../../public/letter-code.ts"
import { tokenIn } from "../../runs/item-token.ts"

/** A letter's identity; the key is `secret("letters")`. */
export { tokenIn, tokenOf } from "../../runs/item-token.ts"

/** What stands before the token in an envelope's sender. */
const VERP_PREFIX = "bounce+"

/** The code in a letter by which its reader asks whether it is real. The key is `secret("letter codes")`. */
export function codeOf(key: Buffer, runId: string, pseudonym: string): string {
  return letterCodeOf(createHmac("sha256", key).update(`${runId}\n${pseudonym}`).digest())
}

/** What the ledger knows of a code: SHA-256 of the code as it stands in the letter. */
export function codeHashOf(code: string): Buffer {
  return createHash("sha256").update(code).digest()
}

/** The Message-ID of a letter, angle brackets included. */
export function messageIdOf(token: string, domain: string): string {
  return `<${token}@${domain}>`
}

/** The envelope's sender of one letter: reports about it say by their address which one they mean. */
export function verpOf(token: string, domain: string): string {
  return `${VERP_PREFIX}${token}@${domain}`
}

/** The token in an address that `verpOf` made, whichever the case and the domain, or null. */
export function tokenOfVerp(address: string): string | null {
  const local = address.slice(0, address.lastIndexOf("@")).toLowerCase()
  return local.startsWith(VERP_PREFIX) ? tokenIn(local.slice(VERP_PREFIX.length)) : null
}

/** The token in a Message-ID that `messageIdOf` made, with or without angle brackets, or null. */
export function tokenOfMessageId(messageId: string): string | null {
  const [, local = ""] = /^<?([^<>@\s]*)@[^<>@\s]*>?$/.exec(messageId.trim()) ?? []
  return tokenIn(local.toLowerCase())
}
