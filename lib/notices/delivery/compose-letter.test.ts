import { createHash, createVerify, generateKeyPairSync } from "node:crypto"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import MailComposer from "nodemailer/lib/mail-composer"
import PostalMime from "postal-mime"
import { describe, expect, test } from "vitest"
import type { FinishedLetter } from "../../core/letters.ts"
import { openSigner } from "../../platform/smtp/open-signer.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { joinPieces } from "../letters/fill.ts"
import { composeLetter, type LetterToCompose } from "./compose-letter.ts"

const usual: LetterToCompose = {
  letter: {
    subject: "Somebody saw pictures of your camera",
    text: ["Good day ", "Kim", ",\n\nsomebody saw it.\n\n", "- one\n- two"],
    html: ['<!doctype html><html lang="en"><body><p>Good day ', "Kim", "</p></body></html>"],
  },
  locale: "en",
  sender: { name: "Example Cameras", address: "notices@example.org" },
  replyTo: "help@example.org",
  to: "kim@example.net",
  token: "0123456789abcdefghjkmnpqrs",
  date: new Date("2026-11-22T03:04:05Z"),
}
const names = [
  "From",
  "Reply-To",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "Auto-Submitted",
  "X-Auto-Response-Suppress",
  "Content-Language",
  "MIME-Version",
  "Content-Type",
]

/** The names of a message's headers, unfolded, as a program reads them that knows nothing of this one. */
function headersOf(message: Buffer): string[] {
  const [head = ""] = message.toString("latin1").split("\r\n\r\n")
  return head
    .replaceAll(/\r\n[ \t]+/g, " ")
    .split("\r\n")
    .map((line) => line.slice(0, line.indexOf(":")))
}

/** What a mail program makes of it. */
async function read(message: Buffer) {
  const {
    subject,
    text = "",
    html,
    from,
    replyTo,
    to,
    messageId,
    date,
    attachments,
  } = await PostalMime.parse(message)
  // It ends each text with a line end of its own.
  return {
    subject,
    text: text.replace(/\n$/, ""),
    html: html?.replace(/\n$/, ""),
    from,
    replyTo,
    to,
    messageId,
    date,
    attachments,
  }
}

const letterWith = ({ html, text, subject }: Partial<FinishedLetter>) => ({
  ...usual,
  letter: {
    subject: subject ?? usual.letter.subject,
    html: html === undefined ? usual.letter.html : [html],
    text: text === undefined ? usual.letter.text : [text],
  },
})

test("a letter says who it is from, whom answers go to, and that a program wrote it", async () => {
  const message = composeLetter(usual)
  expect(headersOf(message)).toEqual(names)
  expect(String(message).split("\r\n\r\n")[0]).toMatchInlineSnapshot(`
    "From: "Example Cameras" <notices@example.org>
    Reply-To: <help@example.org>
    To: <kim@example.net>
    Subject: Somebody saw pictures of your camera
    Date: Sun, 22 Nov 2026 03:04:05 +0000
    Message-ID: <0123456789abcdefghjkmnpqrs@example.org>
    Auto-Submitted: auto-generated
    X-Auto-Response-Suppress: OOF, AutoReply
    Content-Language: en
    MIME-Version: 1.0
    Content-Type: multipart/alternative; boundary="=_0123456789abcdefghjkmnpqrs""
  `)
  expect(await read(message)).toEqual({
    ...joinPieces(usual.letter),
    from: usual.sender,
    replyTo: [{ name: "", address: "help@example.org" }],
    to: [{ name: "", address: "kim@example.net" }],
    messageId: "<0123456789abcdefghjkmnpqrs@example.org>",
    date: "2026-11-22T03:04:05.000Z",
    attachments: [],
  })
})

const texts: [string, string][] = [
  ["emoji, with joiners and flags", "Camera 👩‍👩‍👧‍👦 at 🏳️‍🌈 and 🇩🇪 ".repeat(20)],
  ["text from right to left, with its marks", "\u202eevil\u202c שלום \u200fعالم\u2067x\u2069"],
  ["braces and markup", "{{viewers}} {{{x}}} <script>alert(1)</script> &amp; <!-- -->"],
  ["a line of 10 kB", "x".repeat(10_240)],
  ["a line of 10 kB that is not ASCII", "ü€😀".repeat(1_140)],
  ["dots and ends of letters", ".\n..\n.\n\n.\nFrom me\nFrom you"],
  [
    "what looks like a part's end",
    "--=_0123456789abcdefghjkmnpqrs--\n--=_0123456789abcdefghjkmnpqrs\nContent-Type: text/html\n\nx",
  ],
  ["equals signs", "=\n= =\n=3D=0A==\n?=\n=?utf-8?Q?x?="],
  ["blanks at ends of lines", "one \ntwo\t\nthree  \t "],
  [
    "lines of every length about the bound",
    Array.from({ length: 90 }, (_, n) => "a".repeat(n) + "é").join("\n"),
  ],
]

describe("what a reader is shown is what was written", () => {
  test.each(texts)("%s, in text and HTML", async (_, text) => {
    const message = composeLetter(letterWith({ text, html: `<p>${text}</p>` }))
    expect(await read(message)).toMatchObject({ text, html: `<p>${text}</p>` })
    expect(headersOf(message)).toEqual(names)
    for (const line of String(message).split("\r\n")) expect(line.length).toBeLessThanOrEqual(78)
    expect(message.every((octet) => octet < 0x80)).toBe(true)
    expect(String(message).replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
  })

  test.each([
    ["long", "Long words about a camera that somebody else has seen ".repeat(10).trim()],
    ["emoji", "👩‍👩‍👧‍👦 Ihre Kamera „Haustür“ wurde von anderen gesehen 🏳️‍🌈"],
    ["what looks encoded", "=?utf-8?B?eA==?="],
    ["from right to left", "הודעה \u202e\u2067 חשובה"],
    ["braces", "{{viewers}} people"],
    ["empty", ""],
  ])("a subject: %s", async (_, subject) => {
    const message = composeLetter(letterWith({ subject }))
    expect((await read(message)).subject ?? "").toBe(subject)
    for (const line of String(message).split("\r\n")) expect(line.length).toBeLessThanOrEqual(78)
  })

  test.each([
    ["a quote", 'The "Cameras" Company'],
    ["an address", "security@evil.example"],
    ["another mailbox", "x <a@evil.example>, y"],
    ["a backslash at its end", "Cameras\\"],
    ["letters of everywhere", "Kamera-Gesellschaft für Übersicht"],
    ["a comma, a colon, a semicolon", "Cameras, Ltd.: all; of it"],
    ["none", ""],
  ])("a sender's name: %s, and never another mailbox", async (_, name) => {
    const { from } = await read(composeLetter({ ...usual, sender: { ...usual.sender, name } }))
    expect(from).toEqual({ name, address: "notices@example.org" })
  })

  test("the address of a recipient who needs SMTPUTF8", async () => {
    const { to } = await read(composeLetter({ ...usual, to: "jürgen@example.net" }))
    expect(to).toEqual([{ name: "", address: "jürgen@example.net" }])
  })
})

describe("nothing adds a header, a recipient or a part", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom(
      "\r\nBcc: a@evil.example",
      "\nX: y",
      "\r\n\r\n<html>",
      "\u2028To: x@y.z",
      "\r\n--=_0123456789abcdefghjkmnpqrs--\r\n",
      "\u0000",
      "\ud800",
      "=?utf-8?Q?=0D=0ABcc:_a@evil.example?=",
      '"; x="',
      ".\r\n",
    ),
    fc
      .array(
        fc.constantFrom(
          "\r",
          "\n",
          "\r\n",
          ".",
          "=",
          "--",
          "=_",
          " ",
          "\t",
          ":",
          "Bcc",
          "<",
          ">",
          "@",
          "\u0085",
          "\u2028",
          "é",
          "😀",
        ),
      )
      .map((some) => some.join("")),
  )
  const hostileText = fc.array(hostile, { maxLength: 4 }).map((some) => some.join("x"))

  test("whatever the fields hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        hostileText,
        hostileText,
        hostileText,
        hostileText,
        async (subject, text, html, name) => {
          const message = composeLetter({
            ...letterWith({ subject, text, html }),
            sender: { ...usual.sender, name },
          })
          expect(headersOf(message)).toEqual(names)
          const parsed = await read(message)
          expect([parsed.from?.address, parsed.to, parsed.attachments]).toEqual([
            "notices@example.org",
            [{ name: "", address: "kim@example.net" }],
            [],
          ])
          expect(String(message).split(`\r\n--=_${usual.token}`)).toHaveLength(4)
        },
      ),
      { numRuns: 1_500 },
    )
  })

  test("an address that was not judged is refused", () => {
    for (const to of ["a@b.c\r\nBcc: x@y.z", "a@b.c>, <x@y.z", "a b@c.d", "", "a@b.c, x@y.z", "a@b.c\u0000"])
      expect(() => composeLetter({ ...usual, to })).toThrow("invariant")
  })
})

test("in whatever pieces it comes, a text is the same, in lines that any program takes", async () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("\n", " ", ".", "\n.\n", "=", "From ", "é", "x".repeat(150), `${"y ".repeat(90)}\n`),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const message = composeLetter({ ...usual, letter: { ...usual.letter, text: pieces } })
      const asOne = composeLetter(letterWith({ text: pieces.join("") }))
      expect(await read(message)).toEqual(await read(asOne))
      const lines = String(message).split("\r\n")
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(76)
      expect(lines.filter((line) => line.startsWith(".") || line.startsWith("From "))).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test("a mail program reads the same as of nodemailer's own composer", async () => {
  for (const [, text] of texts) {
    const input = letterWith({ text, html: `<p>${text}</p>`, subject: "Ihre Kamera „Haustür“ 👩‍👩‍👧‍👦" })
    const { letter, sender, replyTo, to, date } = input
    const other = new MailComposer({
      ...joinPieces(letter),
      from: sender,
      replyTo,
      to,
      date,
      messageId: "<0123456789abcdefghjkmnpqrs@example.org>",
    })
    const theirs = await read(await other.compile().build())
    expect(await read(composeLetter(input))).toEqual(theirs)
  }
})

describe("a signature", () => {
  const folder = temporaryFolder()
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 })
  const keyFile = join(folder, "dkim.pem")
  const signer = async () => {
    await writeFile(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }))
    const letters = { dkim: { domain: "example.org", selector: "letters", keyFile } }
    return (await openSigner({ letters } as never)) ?? expect.fail("it signs")
  }
  /** RFC 6376, 3.4.2: relaxed header canonicalization. */
  const relaxed = (header: string) => {
    const at = header.indexOf(":")
    return `${header.slice(0, at).toLowerCase()}:${header
      .slice(at + 1)
      .replaceAll("\r\n", "")
      .replaceAll(/[ \t]+/g, " ")
      .trim()}`
  }
  /** Verified by hand, as RFC 6376, 6.1 has it. */
  const isSigned = (message: Buffer) => {
    const [head = "", ...rest] = message.toString("latin1").split("\r\n\r\n")
    const body = rest
      .join("\r\n\r\n")
      .replaceAll(/[ \t]+/g, " ")
      .replaceAll(/ (?=\r\n)/g, "")
      .replace(/(\r\n)*$/, "\r\n")
    const headers = head.split(/\r\n(?![ \t])/)
    const signature = headers.find((header) => header.startsWith("DKIM-Signature:")) ?? ""
    const tags = new Map(
      signature
        .slice("DKIM-Signature:".length)
        .replaceAll(/\s+/g, "")
        .split(";")
        .map((tag) => {
          const at = tag.indexOf("=")
          return [tag.slice(0, at), tag.slice(at + 1)]
        }),
    )
    expect(tags.get("d")).toBe("example.org")
    expect(tags.get("s")).toBe("letters")
    const signed = (tags.get("h") ?? "").split(":").map((name) => {
      const header = headers.find((one) => one.toLowerCase().startsWith(`${name}:`))
      return `${relaxed(header ?? expect.fail(`there is no ${name}`))}\r\n`
    })
    const own = relaxed(signature.replace(/(;\s*b=)[^;]*$/, "$1"))
    const verifier = createVerify("RSA-SHA256").update(Buffer.from(signed.join("") + own, "latin1"))
    return {
      body: createHash("sha256").update(Buffer.from(body, "latin1")).digest("base64") === tags.get("bh"),
      head: verifier.verify(publicKey, tags.get("b") ?? "", "base64"),
    }
  }

  test.each(texts)("holds over head and body: %s", async (_, text) => {
    const sign = await signer()
    const message = composeLetter(letterWith({ text, subject: text.slice(0, 100) }))
    const signed = await sign(message)
    expect(isSigned(signed)).toEqual({ body: true, head: true })
    expect(signed.subarray(-message.length).equals(message)).toBe(true)
  })

  test("does not hold when a word was changed", async () => {
    const signed = String(await (await signer())(composeLetter(usual)))
    expect(isSigned(Buffer.from(signed.replace("Good day", "Bad day")))).toEqual({ body: false, head: true })
    expect(isSigned(Buffer.from(signed.replace("kim@", "tim@")))).toEqual({ body: true, head: false })
  })

  test("is not made with a file that holds no key; without a setting nothing is signed", async () => {
    const at = (dkim: object | null) => openSigner({ letters: { dkim } } as never)
    await writeFile(join(folder, "wrong.pem"), "no key")
    for (const file of ["wrong.pem", "missing.pem"])
      await expect(
        at({ domain: "example.org", selector: "x", keyFile: join(folder, file) }),
      ).rejects.toMatchObject({ code: "invalid" })
    expect(await at(null)).toBeNull()
  })
})
