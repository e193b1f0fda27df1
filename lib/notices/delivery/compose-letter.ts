import { invariant } from "../../core/errors.ts"
import type { LetterLocale } from "../../core/letters.ts"
import type { LetterPieces } from "../letters/fill.ts"
import type { Sender } from "../senders.ts"
import { headerMailbox, headerText } from "./header-text.ts"
import { quotedPrintable } from "./quoted-printable.ts"
import { messageIdOf } from "./token.ts"

/** What one letter is made from. Addresses are those that `judgeAddress` gave. */
export interface LetterToCompose {
  /** Filled: without marks. */
  letter: LetterPieces
  locale: LetterLocale
  sender: Sender
  /** Whom answers go to. */
  replyTo: string
  to: string
  token: string
  date: Date
}

/** What can stand between angle brackets without ending them or the line. */
const ADDRESS = /^[^\s\p{Cc}<>@,;:"\\]+@[A-Za-z0-9.-]+$/u
const LINE = "\r\n"

/**
 * A letter as it goes to a relay: HTML and text, with CRLF line ends, in 7 bits but for the address of a recipient who needs
 * more. Nothing that is put into it can add a header, a recipient or a part; it has no attachment, and nothing in it tells
 * that it was read.
 */
export function composeLetter(input: LetterToCompose): Buffer {
  const { letter, locale, sender, replyTo, to, token, date } = input
  for (const address of [sender.address, replyTo, to])
    invariant(ADDRESS.test(address), "a letter's addresses were judged before")
  // No quoted-printable holds an = with such a character after it.
  const boundary = `=_${token}`
  const head = [
    `From: ${headerMailbox(sender.name, sender.address)}`,
    `Reply-To: <${replyTo}>`,
    `To: <${to}>`,
    `Subject: ${headerText(letter.subject)}`,
    `Date: ${date.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: ${messageIdOf(token, domainOf(sender.address))}`,
    "Auto-Submitted: auto-generated",
    // For mail programs that do not know the line above and would answer that somebody is away.
    "X-Auto-Response-Suppress: OOF, AutoReply",
    `Content-Language: ${locale}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ].join(LINE)
  const part = (kind: string) =>
    [
      `${LINE}--${boundary}`,
      `Content-Type: text/${kind}; charset=utf-8`,
      "Content-Transfer-Encoding: quoted-printable",
      LINE,
    ].join(LINE)
  return Buffer.concat([
    Buffer.from(head + LINE + part("plain")),
    quotedPrintable(letter.text),
    Buffer.from(part("html")),
    quotedPrintable(letter.html),
    Buffer.from(`${LINE}--${boundary}--${LINE}`),
  ])
}

/** Of an address that was judged. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1)
}
