import { type MessageForm, part, plain, report } from "./mail-text.ts"

/** A message as it comes back to the sender, and what it says. */
export interface ReturnedMessage {
  name: string
  /** The message about a letter with this token. */
  text(token: string): string
  says: "delivered" | "bounced" | "deferred" | "complained" | "none"
  status: string | null
  /** Whether it tells about which letter it is. */
  hasToken: boolean
  words: string
}

export const REPORT = "a delivery report"
export const bounce = (token: string) => `bounce+${token}@notices.example`
export const letter = (token: string) =>
  `From: Example <notices@notices.example>\nTo: kim@example.org\nSubject: About your videos\nMessage-ID: <${token}@notices.example>\n`

export function status(recipient: string, message = ""): string {
  return `Reporting-MTA: dns; mx.example.org\n${message}\n${recipient}\n`
}

interface Form extends Partial<MessageForm> {
  /** Of the recipient. */
  fields: string
  /** Of the message. */
  message?: (token: string) => string
  returned?: (token: string) => string
}

/** A delivery report to the address that a letter came from. */
export const dsn =
  ({ fields, message, returned, ...form }: Form) =>
  (token: string) =>
    report({
      to: bounce(token),
      ...form,
      parts: [
        plain("Your message could not be delivered."),
        part("message/delivery-status", status(fields, message?.(token))),
        ...(returned ? [returned(token)] : [part("text/rfc822-headers", letter(token))]),
      ],
    })

export const failed = (code: string, diagnostic = "smtp; 550 no such user") =>
  `Final-Recipient: rfc822; kim@example.org\nAction: failed\nStatus: ${code}\nDiagnostic-Code: ${diagnostic}\n`
export const acted = (action: string, code: string) =>
  `Final-Recipient: rfc822; kim@example.org\nAction: ${action}\nStatus: ${code}\n`

export const about = (
  name: string,
  says: ReturnedMessage["says"],
  code: string | null,
  text: ReturnedMessage["text"],
): ReturnedMessage => ({ name, text, says, status: code, hasToken: true, words: REPORT })
