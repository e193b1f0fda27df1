import { randomBytes } from "node:crypto"
import { expect, test } from "vitest"
import { readLetterCode } from "../../public/letter-code.ts"
import { codeHashOf, codeOf, messageIdOf, tokenOf, tokenOfMessageId, tokenOfVerp, verpOf } from "./token.ts"

const key = Buffer.alloc(32, 7)
const run = "0196b1f0-0000-7000-8000-000000000001"

test("a token is the same on every attempt, and another one for each run, person and installation", () => {
  const token = tokenOf(key, run, "P-1")
  expect(token).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
  expect(tokenOf(key, run, "P-1")).toBe(token)
  const others = [
    tokenOf(key, run, "P-2"),
    tokenOf(key, "other", "P-1"),
    tokenOf(randomBytes(32), run, "P-1"),
  ]
  expect(new Set([token, ...others]).size).toBe(4)
})

test("it is the first 130 bits of an HMAC, in Crockford's digits", () => {
  // As Python's hmac and base64.b32encode have it.
  expect(tokenOf(key, run, "P-1")).toBe("v5kmd3d4f5t2g8g52daxc8k22j")
})

test("it is read back from Message-ID and envelope sender, whichever the case; from nothing else", () => {
  const token = tokenOf(key, run, "P-1")
  const messageId = messageIdOf(token, "example.org")
  expect(messageId).toBe(`<${token}@example.org>`)
  for (const text of [messageId, ` ${messageId}\r\n`, messageId.slice(1, -1), messageId.toUpperCase()])
    expect(tokenOfMessageId(text)).toBe(token)
  for (const text of [verpOf(token, "example.org"), verpOf(token, "xn--bcher-kva.example").toUpperCase()])
    expect(tokenOfVerp(text)).toBe(token)
  for (const text of [
    "",
    "@",
    "bounce+@x.y",
    `bounce-${token}@x.y`,
    `bounce+${token}x@x.y`,
    `bounce+${"u".repeat(26)}@x.y`,
    token,
  ]) {
    expect(tokenOfVerp(text)).toBeNull()
    expect(tokenOfMessageId(`<x${text}>`)).toBeNull()
  }
})

test("a code has the form that people type, and does not follow from the token, whose key is another one", () => {
  const code = codeOf(key, run, "P-1")
  expect(readLetterCode(code.toLowerCase().replaceAll("-", " "))).toBe(code)
  expect(codeOf(Buffer.alloc(32, 8), run, "P-1")).not.toBe(code)
  expect(codeHashOf(code)).toHaveLength(32)
})
