import { BASE32_DIGITS, base32 } from "../core/base32.ts"

const CHARACTERS = 16
const FORM = new RegExp(`^[${BASE32_DIGITS}]{${CHARACTERS}}$`)

/** The code of the first 80 bits, as it stands in a letter: `7K2M-9QX4-0HZ8-TB3W`. */
export function letterCodeOf(bytes: Uint8Array): string {
  return grouped(base32(bytes, CHARACTERS))
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

function grouped(characters: string): string {
  return characters.replaceAll(/(.{4})(?=.)/g, "$1-")
}
