/** Crockford's base 32: no I, L, O or U, so that nobody reads a letter for a digit, aloud or on paper. */
export const BASE32_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const DIGIT_BITS = 5

/**
 * The first bits of some bytes as so many characters of Crockford's base 32, five bits each.
 * @throws RangeError where there are too few bytes
 */
export function base32(bytes: Uint8Array, characters: number): string {
  if (bytes.length * 8 < characters * DIGIT_BITS) throw new RangeError("there are too few bytes")
  let text = ""
  let bits = 0
  let value = 0
  for (let at = 0; text.length < characters; ) {
    if (bits < DIGIT_BITS) {
      value = (value << 8) | (bytes[at++] as number)
      bits += 8
    }
    bits -= DIGIT_BITS
    text += BASE32_DIGITS[value >>> bits]
    value &= (1 << bits) - 1
  }
  return text
}
