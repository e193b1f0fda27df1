import { mail, part, plain, report } from "./mail-text.ts"
import { about, acted, bounce, dsn, failed, letter, type ReturnedMessage } from "./report-forms.ts"

const none = (
  name: string,
  text: ReturnedMessage["text"],
  words: string,
  hasToken = true,
): ReturnedMessage => ({
  name,
  text,
  says: "none",
  status: null,
  hasToken,
  words,
})
const NO_REPORT = "mail that is no delivery report"

/** What comes to the same address and is no report, and what would do harm. */
export const oddMessages: ReturnedMessage[] = [
  none(
    "qmail's bounce",
    (token) =>
      mail({
        to: bounce(token),
        from: "MAILER-DAEMON@qmail.example.org",
        subject: "failure notice",
        type: "text/plain",
        body: `Hi. This is the qmail-send program at qmail.example.org.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<kim@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${letter(token)}`,
      }),
    "a bounce in the manner of qmail, which is no delivery report",
  ),
  none(
    "an automatic reply",
    (token) =>
      mail({
        to: bounce(token),
        extra: "Auto-Submitted: auto-replied (vacation)\n",
        type: "text/plain",
        body: "I am away. Action: failed\nStatus: 5.1.1\n",
      }),
    "an automatic reply",
  ),
  none(
    "a reader's answer to the wrong address",
    (token) => mail({ to: bounce(token), type: "text/plain", body: "Who are you?\n" }),
    NO_REPORT,
  ),
  none(
    "a receipt (RFC 8098)",
    (token) =>
      report({
        to: bounce(token),
        type: "disposition-notification",
        parts: [
          plain("It was displayed."),
          part(
            "message/disposition-notification",
            "Final-Recipient: rfc822;kim@example.org\nDisposition: manual-action/MDN-sent-manually; displayed\n",
          ),
        ],
      }),
    "a receipt, which is no delivery report",
  ),
  none(
    "somebody's forwarded report",
    (token) =>
      mail({
        to: "support@notices.example",
        type: 'multipart/mixed; boundary="f"',
        body: `--f\nContent-Type: text/plain\n\nSee below.\n--f\nContent-Type: message/rfc822\n\n${dsn({ fields: failed("5.1.1") })(token).replaceAll("\r\n", "\n")}\n--f--\n`,
      }),
    NO_REPORT,
    false,
  ),
  none(
    "a report without anything in it",
    dsn({ fields: "", returned: () => "" }),
    "a delivery report that says nothing",
  ),
  none(
    "an action and a status that nobody knows",
    dsn({ fields: acted("exploded", "9.9.9") }),
    "a delivery report that says nothing",
  ),
  none(
    "an action that is a property of all objects",
    dsn({ fields: acted("constructor", "__proto__") }),
    "a delivery report that says nothing",
  ),
  none("nothing at all", () => "", NO_REPORT, false),
  none(
    "bytes of all kinds",
    () => Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7) % 256)).toString("latin1"),
    NO_REPORT,
    false,
  ),
  none(
    "frames within frames, two thousand deep",
    (token) => {
      const deep = Array.from(
        { length: 2_000 },
        (_, at) => `--b${at}\nContent-Type: multipart/mixed; boundary="b${at + 1}"\n\n`,
      )
      return mail({ to: bounce(token), type: 'multipart/report; boundary="b0"', body: deep.join("") })
    },
    "a message that cannot be taken apart",
    false,
  ),
  none(
    "a hundred thousand headers",
    (token) => `${"X-Line: x\n".repeat(100_000)}${dsn({ fields: failed("5.1.1") })(token)}`,
    NO_REPORT,
    false,
  ),
  {
    ...about("a hundred thousand recipients, all of them failed", "bounced", "5.1.1", (token) =>
      report({
        to: bounce(token),
        parts: [plain("x"), part("message/delivery-status", `${failed("5.1.1")}\n`.repeat(100_000))],
      }),
    ),
  },
  about("a field of a million characters, folded", "bounced", "5.1.1", (token) =>
    report({
      to: bounce(token),
      parts: [
        plain("x"),
        part("message/delivery-status", `${failed("5.1.1")}X-Long: ${"a\n ".repeat(300_000)}\n`),
      ],
    }),
  ),
  about(
    "a status that steers the terminal",
    "bounced",
    "5.1.1",
    dsn({ fields: acted("failed", "5.1.1\u001b[2J") }),
  ),
  about(
    "a letter of twenty megabytes behind it",
    "bounced",
    "5.1.1",
    dsn({
      fields: failed("5.1.1"),
      returned: (token) =>
        part("message/rfc822", `${letter(token)}\n${"A long letter.\n".repeat(1_400_000)}`),
    }),
  ),
]
