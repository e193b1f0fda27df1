import { decodeWords } from "postal-mime"

const HEADER_BYTES_MAX = 64 * 1024
const SUBJECT_CHARACTERS_MAX = 300
const END_OF_HEADERS = "\r\n\r\n"
const KNOWN_MAX = 1_000

/** Subjects are few, and decoding is dear. */
const known = new Map<string, string>()

/** Message-ID and subject of a letter; empty where it has none. */
export function readLetterHeaders(source: Buffer): { messageId: string; subject: string } {
  const end = source.indexOf(END_OF_HEADERS)
  const text = source.toString("utf8", 0, Math.min(end < 0 ? source.length : end, HEADER_BYTES_MAX))
  return {
    messageId: valueIn(text, MESSAGE_ID).slice(0, SUBJECT_CHARACTERS_MAX),
    subject: decoded(valueIn(text, SUBJECT)),
  }
}

const MESSAGE_ID = /^message-id:((?:.*)(?:\r?\n[ \t].*)*)/im
const SUBJECT = /^subject:((?:.*)(?:\r?\n[ \t].*)*)/im

function valueIn(headers: string, name: RegExp): string {
  return (name.exec(headers)?.[1] ?? "").replaceAll(/\r?\n(?=[ \t])/g, "").trim()
}

function decoded(raw: string): string {
  const found = known.get(raw)
  if (found !== undefined) return found
  const subject = decodeWords(raw)
    .replaceAll(/\p{Cc}/gu, " ")
    .slice(0, SUBJECT_CHARACTERS_MAX)
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(raw, subject)
  return subject
}
