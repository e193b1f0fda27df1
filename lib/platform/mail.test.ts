import { expect, test } from "vitest"
import { mailRelay } from "../testing/mail-relay.ts"
import { openMail } from "./mail.ts"

const { url, port, taken: received } = await mailRelay()
const sendMail = openMail({ mail: { url, from: "Tocsin <tocsin@example.org>" } })

test("a mail goes to the one it is for, with its subject and text", async () => {
  await sendMail({ to: "kim@example.org", subject: "An invitation – today", text: "Hello\nKim" })
  expect(received.at(-1)?.to).toEqual(["kim@example.org"])
  expect(received.at(-1)?.raw).toMatch(
    /^From: Tocsin <tocsin@example\.org>\r\nTo: kim@example\.org\r\nSubject: =\?UTF-8\?/m,
  )
})

test.each([
  ["a second recipient", { to: "kim@example.org, eve@example.org", subject: "x" }],
  ["a header in the recipient", { to: "kim@example.org\r\nBcc: eve@example.org", subject: "x" }],
  ["a header in the subject", { to: "kim@example.org", subject: "x\r\nBcc: eve@example.org" }],
  ["a name around the address", { to: "Eve <eve@example.org>", subject: "x" }],
  ["no subject", { to: "kim@example.org", subject: "" }],
])("%s is refused before the relay hears of it", async (_, mail) => {
  const before = received.length
  await expect(sendMail({ ...mail, text: "x" })).rejects.toMatchObject({ code: "invalid" })
  expect(received).toHaveLength(before)
})

test("what the relay refuses is told by its code, and no relay at all as such", async () => {
  const mail = { to: "nobody@example.org", subject: "x", text: "x" }
  await expect(sendMail(mail)).rejects.toMatchObject({
    code: "unavailable",
    message: `the mail relay 127.0.0.1:${port} did not take the mail (EENVELOPE 550)`,
  })
  await expect(openMail({ mail: null })(mail)).rejects.toMatchObject({ code: "precondition" })
})
