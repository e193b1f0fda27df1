import { part, plain, report } from "./mail-text.ts"
import { bounce, letter, type ReturnedMessage } from "./report-forms.ts"

const feedback =
  (kind: string, extra: (token: string) => string, to?: (token: string) => string) => (token: string) =>
    report({
      to: to?.(token) ?? bounce(token),
      type: "feedback-report",
      parts: [
        plain("This is an email abuse report."),
        part(
          "message/feedback-report",
          `Feedback-Type: ${kind}\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n${extra(token)}`,
        ),
        part("message/rfc822", `${letter(token)}\nThe letter.\n`),
      ],
    })

/** Feedback about letters (RFC 5965). */
export const complaints: ReturnedMessage[] = [
  {
    name: "a complaint to the address of the letter",
    text: feedback("abuse", () => ""),
    says: "complained",
    status: null,
    hasToken: true,
    words: "a complaint",
  },
  {
    name: "a complaint to a mailbox for them, with the sender of the letter",
    text: feedback(
      "abuse",
      (token) => `Original-Mail-From: <${bounce(token)}>\n`,
      () => "fbl@notices.example",
    ),
    says: "complained",
    status: null,
    hasToken: true,
    words: "a complaint",
  },
  {
    name: "feedback that it was no spam",
    text: feedback("not-spam", () => ""),
    says: "none",
    status: null,
    hasToken: true,
    words: "feedback that is no complaint",
  },
  {
    name: "a report of failed authentication (RFC 6591)",
    text: feedback("auth-failure", () => "Auth-Failure: dkim\n"),
    says: "none",
    status: null,
    hasToken: true,
    words: "feedback that is no complaint",
  },
]
