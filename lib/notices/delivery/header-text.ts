/** Octets of text in one encoded word, so that the first line has room for the header's name (RFC 2047: 75 with all). */
const WORD_OCTETS_MAX = 39
/** What stands as it is; longer, it is folded as encoded words are. */
const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]{0,58}[\x21-\x7e])?$/

/** Text of a header, such as a subject: one line of printable ASCII, or encoded words on lines of their own (RFC 2047). */
export function headerText(text: string): string {
  const line = oneLine(text)
  return line === "" || (PLAIN.test(line) && !line.includes("=?")) ? line : encodedWords(line)
}

/** A mailbox with the name that is shown for it, which can be nothing but a name. */
export function headerMailbox(name: string, address: string): string {
  const line = oneLine(name)
  if (line === "") return `<${address}>`
  const isPlain = PLAIN.test(line) && !line.includes("=?")
  const shown = isPlain ? `"${line.replaceAll(/["\\]/g, "\\$&")}"` : encodedWords(line)
  return `${shown}${isPlain ? " " : "\r\n "}<${address}>`
}

/** What would end a line becomes a blank. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim()
}

/** Code points are never parted: each word can be read by itself. */
function encodedWords(text: string): string {
  const words: string[] = []
  let word = ""
  let octets = 0
  for (const character of text) {
    const size = Buffer.byteLength(character)
    if (octets + size > WORD_OCTETS_MAX) {
      words.push(word)
      word = ""
      octets = 0
    }
    word += character
    octets += size
  }
  return [...words, word].map((one) => `=?utf-8?B?${Buffer.from(one).toString("base64")}?=`).join("\r\n ")
}
