import { expect, test } from "vitest"
import { returnedMessages } from "../../testing/returned/returned-messages.ts"
import { readReport } from "./read-report.ts"

const TOKEN = "0123456789abcdefghjkmnpqrs"

test("the corpus is large enough to mean something", () => {
  expect(returnedMessages.length).toBeGreaterThanOrEqual(40)
})

test.each(returnedMessages)("$name: $says", async ({ text, says, status, hasToken, words }) => {
  const read = await readReport(Buffer.from(text(TOKEN), "utf8"))
  expect(read).toEqual({ says, status, tokens: hasToken ? [TOKEN] : [], words })
})

test.each(returnedMessages)("$name: the same in capitals of its token", async ({ text, hasToken }) => {
  const read = await readReport(Buffer.from(text(TOKEN.toUpperCase()), "utf8"))
  expect(read.tokens).toEqual(hasToken ? [TOKEN] : [])
})

test("the address that it came to goes before the envelope's id, and that before the returned letter", async () => {
  const [one, two, three] = ["a", "b", "c"].map((letter) => letter.repeat(26))
  const text = [
    `To: bounce+${one}@notices.example`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    `Original-Envelope-Id: ${two}`,
    "",
    "Action: failed",
    "Status: 5.1.1",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: <${three}@notices.example>`,
    "--b--",
  ].join("\r\n")
  expect((await readReport(Buffer.from(text))).tokens).toEqual([one, two, three])
})

test("a report that is cut off anywhere says the same, says nothing, and never throws", async () => {
  const message = returnedMessages[0]
  if (!message) throw new Error("there is a corpus")
  const bytes = Buffer.from(message.text(TOKEN))
  for (let end = 0; end < bytes.length; end += 13) {
    const { says } = await readReport(bytes.subarray(0, end))
    expect(["none", "bounced"]).toContain(says)
  }
})
