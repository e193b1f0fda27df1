import { createHash, randomBytes } from "node:crypto"

/** Crockford's base 32: no letter that can be taken for a digit, and no U. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const CHARACTERS = 16
const FORM = new RegExp(`^[${DIGITS}]{${CHARACTERS}}$`)

/** A new code of 80 random bits, as it stands in a letter: `7K2M-9QX4-0HZ8-TB3W`. */
export function makeLetterCode(): string {
  const characters = Array.from(randomBytes(CHARACTERS), (byte) => DIGITS[byte % DIGITS.length])
  return grouped(characters.join(""))
}

/** What somebody typed as it stands in the letter, however they parted it and whatever they took for 0 and 1; else null. */
export function readLetterCode(typed: string): string | null {
  const text = typed
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s.,_\-\u2010-\u2015]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1")
  return FORM.test(text) ? grouped(text) : null
}

/** What the database knows of a code: SHA-256, in hexadecimal, of the code as it stands in the letter. */
export function letterCodeHash(code: string): string {
  return createHash("sha256").update(code).digest("hex")
}

function grouped(characters: string): string {
  return characters.replaceAll(/(.{4})(?=.)/g, "$1-")
}
