import { mail, part, plain, report } from "./mail-text.ts"
import { about, acted, bounce, dsn, failed, letter, type ReturnedMessage, status } from "./report-forms.ts"

/** Reports in the forms in which common mail servers write them. */
export const fromServers: ReturnedMessage[] = [
  about(
    "Postfix, unknown user",
    "bounced",
    "5.1.1",
    dsn({
      from: "MAILER-DAEMON@mx.example.org (Mail Delivery System)",
      subject: "Undelivered Mail Returned to Sender",
      extra: "Auto-Submitted: auto-replied\n",
      message: (token) =>
        `X-Postfix-Queue-ID: 4Xk1\nX-Postfix-Sender: rfc822; ${bounce(token)}\nArrival-Date: Sun, 22 Nov 2026 10:00:00 +0000 (UTC)\n`,
      fields: `Final-Recipient: rfc822; kim@example.org\nOriginal-Recipient: rfc822;kim@example.org\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx2.example.org\nDiagnostic-Code: smtp; 550 5.1.1 <kim@example.org>:\n    Recipient address rejected: User unknown in virtual mailbox table\n`,
      returned: (token) => part("message/rfc822", `${letter(token)}\nThe letter itself.\n`),
    }),
  ),
  about(
    "Postfix, delayed",
    "deferred",
    "4.4.1",
    dsn({
      subject: "Delayed Mail (still being retried)",
      fields: `${acted("delayed", "4.4.1")}Will-Retry-Until: Fri, 27 Nov 2026 10:00:00 +0000 (UTC)\n`,
    }),
  ),
  about(
    "Postfix, given up after days",
    "bounced",
    "4.4.1",
    dsn({ fields: failed("4.4.1", "X-Postfix; connect to mx.example.org[192.0.2.1]:25: timed out") }),
  ),
  about("Postfix, delivered", "delivered", "2.0.0", dsn({ fields: acted("delivered", "2.0.0") })),
  about("Postfix, relayed", "delivered", "2.0.0", dsn({ fields: acted("relayed", "2.0.0") })),
  about(
    "Sendmail, expanded, with words behind the action",
    "delivered",
    "2.1.5",
    dsn({ fields: acted("expanded (to multi-recipient alias)", "2.1.5") }),
  ),
  about(
    "Sendmail, unknown host",
    "bounced",
    "5.1.2",
    dsn({
      from: "Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>",
      subject: "Returned mail: see transcript for details",
      extra: "Auto-Submitted: auto-generated (failure)\n",
      fields: failed("5.1.2", "SMTP; 550 Host unknown"),
    }),
  ),
  about(
    "Exim, with the headers of the letter",
    "bounced",
    "5.0.0",
    dsn({
      from: "Mail Delivery System <Mailer-Daemon@exim.example.org>",
      subject: "Mail delivery failed: returning message to sender",
      extra: "X-Failed-Recipients: kim@example.org\nAuto-Submitted: auto-replied\n",
      fields: "Action: failed\nFinal-Recipient: rfc822;kim@example.org\nStatus: 5.0.0\n",
    }),
  ),
  about(
    "Exim, full mailbox",
    "bounced",
    "5.2.2",
    dsn({
      fields:
        "Action: failed\nFinal-Recipient: rfc822;kim@example.org\nStatus: 5.2.2\nRemote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; 552-5.2.2 The mailbox is full\n 552 5.2.2 and stays so\n",
    }),
  ),
  about("Exchange, with a text in another encoding and HTML beside it", "bounced", "5.1.10", (token) =>
    report({
      to: bounce(token),
      from: "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>",
      subject: "=?iso-8859-1?Q?Unzustellbar:_Ihre_Videos?=",
      extra: "Content-Language: de-DE\nX-MS-Exchange-Message-Is-Ndr:\n",
      parts: [
        part(
          'multipart/alternative; differences=Content-Type; boundary="inner"',
          "--inner\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nEmpf=E4nger unbekannt\n\n--inner\nContent-Type: text/html; charset=iso-8859-1\n\n<html><b>Unbekannt</b></html>\n--inner--\n",
        ),
        part(
          "message/delivery-status",
          `Reporting-MTA: dns;EX01.example.org\nReceived-From-MTA: dns;mx.notices.example\nArrival-Date: Sun, 22 Nov 2026 10:00:00 +0000\n\nOriginal-Recipient: rfc822;kim@example.org\nFinal-Recipient: rfc822;kim@example.org\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\n`,
        ),
        part("message/rfc822", `${letter(token)}\nThe letter.\n`),
      ],
    }),
  ),
  about("Exchange, status behind a comment in base 64", "bounced", "5.7.1", (token) =>
    report({
      to: bounce(token),
      parts: [
        plain("x"),
        `Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n${Buffer.from(
          status(
            "Final-Recipient: rfc822;kim@example.org\r\nAction: failed\r\nStatus: 5.7.1 (denied by policy)\r\n",
          ),
        ).toString("base64")}\n`,
      ],
    }),
  ),
  about("Gmail, to an address that its server put behind", "bounced", "5.1.1", (token) =>
    dsn({
      to: "postmaster@notices.example",
      extra: `Delivered-To: ${bounce(token)}\nX-Failed-Recipients: kim@example.org\n`,
      fields: failed("5.1.1"),
      returned: () => "",
    })(token),
  ),
  about("to an alias, with the first address in X-Original-To", "bounced", "5.1.6", (token) =>
    dsn({
      to: "undisclosed-recipients:;",
      extra: `Delivered-To: bounces@notices.example\nX-Original-To: ${bounce(token)}\n`,
      fields: failed("5.1.6"),
      returned: () => "",
    })(token),
  ),
  about("by the envelope's id alone", "bounced", "5.4.4", (token) =>
    dsn({
      to: "bounces@notices.example",
      message: (own) => `Original-Envelope-Id: ${own}\n`,
      fields: failed("5.4.4"),
      returned: () => "",
    })(token),
  ),
  about(
    "by the returned letter alone",
    "bounced",
    "5.1.1",
    dsn({
      to: "bounces@notices.example",
      fields: failed("5.1.1"),
      returned: (token) => part("message/rfc822", `${letter(token)}\nThe letter.\n`),
    }),
  ),
  about(
    "by the headers of the returned letter alone, a folded Message-ID among them",
    "bounced",
    "5.1.1",
    dsn({
      to: "bounces@notices.example",
      fields: failed("5.1.1"),
      returned: (token) =>
        part("text/rfc822-headers", `Subject: x\nMessage-ID:\n <${token}@notices.example>\n`),
    }),
  ),
  about("with addresses beyond ASCII (RFC 6533)", "bounced", "5.6.7", (token) =>
    report({
      to: bounce(token),
      type: "global-delivery-status",
      parts: [
        plain("x"),
        part(
          "message/global-delivery-status; charset=utf-8",
          "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: utf-8; jürgen@bücher.example\nAction: failed\nStatus: 5.6.7\n",
        ),
      ],
    }),
  ),
  about("without an empty line between the groups", "bounced", "5.1.1", (token) =>
    report({
      to: bounce(token),
      parts: [
        plain("x"),
        part("message/delivery-status", `Reporting-MTA: dns; mx.example.org\n${failed("5.1.1")}`),
      ],
    }),
  ),
  about(
    "without an action, but with a status",
    "deferred",
    "4.2.2",
    dsn({ fields: "Final-Recipient: rfc822; kim@example.org\nStatus: 4.2.2\n" }),
  ),
  about(
    "with an action and a status that is none",
    "bounced",
    null,
    dsn({ fields: acted("failed", "five dot one") }),
  ),
  about(
    "about an alias of two, of whom one has it",
    "delivered",
    "2.1.5",
    dsn({ fields: `${failed("5.1.1")}\n${acted("delivered", "2.1.5")}` }),
  ),
  about("within a list's frame", "bounced", "5.1.1", (token) => {
    const inner = dsn({ fields: failed("5.1.1") })(token)
    const [head = "", ...body] = inner.replaceAll("\r\n", "\n").split("\n\n")
    const type = /Content-Type: multipart[^\n]*(?:\n[ \t][^\n]*)*/i.exec(head)?.[0] ?? ""
    return mail({
      to: bounce(token),
      type: 'multipart/mixed; boundary="outer"',
      body: `--outer\n${type}\n\n${body.join("\n\n")}\n--outer\nContent-Type: text/plain\n\nChecked by a scanner.\n--outer--\n`,
    })
  }),
  about("with bare line feeds", "bounced", "5.1.1", (token) =>
    dsn({ fields: failed("5.1.1") })(token).replaceAll("\r\n", "\n"),
  ),
]
