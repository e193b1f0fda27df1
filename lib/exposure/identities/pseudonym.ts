import { createHmac } from "node:crypto"
import { BASE32_DIGITS, base32 } from "../../core/base32.ts"
import type { Context } from "../../core/context.ts"
import { literal } from "../../core/sql.ts"

const CHARACTERS = 12
const BITS_EACH = 5
/** The leading digits of the digest that make the characters: 60 bits. */
const HEX_DIGITS = (CHARACTERS * BITS_EACH) / 4
/** Of SHA-256, as HMAC pads its key to it (RFC 2104). */
const BLOCK_BYTES = 64

export const PSEUDONYM = /^P(-[0-9A-HJKMNP-TV-Z]{4}){3}$/

/** What an incident's pseudonyms are made with: the same account has another one in another incident. */
export function pseudonymKey({ secret }: Pick<Context, "secret">, incidentId: string): Buffer {
  return secret(`pseudonyms ${incidentId}`)
}

/** The pseudonym of an account: 60 bits of HMAC-SHA-256 over its id in UTF-8, as P-XXXX-XXXX-XXXX. */
export function pseudonymOf(key: Buffer, accountId: string): string {
  const text = base32(createHmac("sha256", key).update(accountId, "utf8").digest(), CHARACTERS)
  return `P-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`
}

/**
 * SQL that lets an engine make pseudonyms by `pseudonym_of(account_id)`; of nothing, nothing. The key is held in
 * variables, so that no message about a later statement can quote it.
 */
export function pseudonymMacro(key: Buffer): string {
  const padded = (byte: number) => {
    const block = Buffer.alloc(BLOCK_BYTES, byte)
    for (const [index, one] of key.entries()) block[index] = one ^ byte
    return `unhex(${literal(block.toString("hex"))})`
  }
  const character = (index: number) =>
    `substr(${literal(BASE32_DIGITS)}, ((bits >> ${(CHARACTERS - 1 - index) * BITS_EACH}) & 31)::INTEGER + 1, 1)`
  const four = (from: number) => Array.from({ length: 4 }, (_, index) => character(from + index)).join(" || ")
  return `
    SET VARIABLE pseudonym_inner = ${padded(0x36)};
    SET VARIABLE pseudonym_outer = ${padded(0x5c)};
    CREATE OR REPLACE TEMP MACRO pseudonym_digest(account_id) AS sha256(getvariable('pseudonym_outer')
      || unhex(sha256(getvariable('pseudonym_inner') || encode(account_id))));
    CREATE OR REPLACE TEMP MACRO pseudonym_text(bits) AS 'P-' || ${four(0)} || '-' || ${four(4)} || '-' || ${four(8)};
    CREATE OR REPLACE TEMP MACRO pseudonym_of(account_id) AS
      pseudonym_text(('0x' || left(pseudonym_digest(account_id), ${HEX_DIGITS}))::UBIGINT);`
}
