const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const TAB = 0x09
const EQUALS = 0x3d
/** Of a line, without the = that says that it goes on (RFC 2045: 76 with it). */
const COLUMNS_MAX = 75
const HEX = Buffer.from("0123456789ABCDEF")
/** 1: stands for itself. 2: not at the beginning of a line, where a dot or "From " means something to programs on the way. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === EQUALS) return 0
  if (byte === 0x2e || byte === 0x46) return 2
  return (byte >= SPACE && byte <= 0x7e) || byte === TAB ? 1 : 0
})

const SOFT_END = Buffer.from("=\r\n")
/** Pieces of so many characters are the letter's own and come again with the next reader; others are values. */
const KEPT_FROM = 100
const KEPT_MAX = 1_000
const kept = new Map<string, Buffer>()

/**
 * A text in pieces as quoted-printable (RFC 2045) of its UTF-8, with CRLF line ends, whichever it has. Decoded, it is the
 * same text: nothing in it can end a part or a letter. Each piece begins a line, so what is the same for all readers is
 * encoded once.
 */
export function quotedPrintable(pieces: readonly string[]): Buffer {
  const whole: Buffer[] = []
  for (const piece of pieces) {
    if (piece === "") continue
    const last = whole.at(-1)
    if (last && last.at(-1) !== LINE_FEED) whole.push(SOFT_END)
    whole.push(encodeOnce(piece))
  }
  return Buffer.concat(whole)
}

function encodeOnce(piece: string): Buffer {
  if (piece.length < KEPT_FROM) return encode(piece)
  const known = kept.get(piece)
  if (known) return known
  const encoded = encode(piece)
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(piece, encoded)
  return encoded
}

function encode(text: string): Buffer {
  const source = Buffer.from(text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text)
  // Each octet as three, and a line end of three for each line that goes on.
  const target = Buffer.allocUnsafe(source.length * 3 + Math.ceil((source.length * 3) / 72) * 3)
  let at = 0
  let column = 0
  for (let from = 0; from < source.length; from += 1) {
    const byte = source[from] as number
    if (byte === LINE_FEED) {
      target[at++] = CARRIAGE_RETURN
      target[at++] = LINE_FEED
      column = 0
      continue
    }
    const isAtEnd = from + 1 === source.length || source[from + 1] === LINE_FEED
    const kind = (byte === SPACE || byte === TAB) && isAtEnd ? 0 : kinds[byte]
    if (column + (kind === 0 ? 3 : 1) > COLUMNS_MAX) {
      target[at++] = EQUALS
      target[at++] = CARRIAGE_RETURN
      target[at++] = LINE_FEED
      column = 0
    }
    if (kind === 1 || (kind === 2 && column > 0)) {
      target[at++] = byte
      column += 1
    } else {
      target[at++] = EQUALS
      target[at++] = HEX[byte >> 4] as number
      target[at++] = HEX[byte & 15] as number
      column += 3
    }
  }
  return target.subarray(0, at)
}
