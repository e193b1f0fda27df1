/** Crockford's base 32: no letter that can be taken for a digit, and no U. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const CHARACTERS = 16
const CHARACTER_BITS = 5
const FORM = new RegExp(`^[${DIGITS}]{${CHARACTERS}}$`)

/** The code of the first 80 bits, as it stands in a letter: `7K2M-9QX4-0HZ8-TB3W`. */
export function letterCodeOf(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("")
  if (bits.length < CHARACTERS * CHARACTER_BITS) throw new RangeError("a code needs 80 bits")
  const characters = Array.from({ length: CHARACTERS }, (_, nth) => {
    const from = nth * CHARACTER_BITS
    return DIGITS[Number.parseInt(bits.slice(from, from + CHARACTER_BITS), 2)]
  })
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

function grouped(characters: string): string {
  return characters.replaceAll(/(.{4})(?=.)/g, "$1-")
}
