import { randomBytes } from "node:crypto"
import { expect, test } from "vitest"
import { letterCodeOf, readLetterCode } from "./letter-code.ts"

test("a code is sixteen characters that nobody takes for others, and no two are the same", () => {
  const codes = Array.from({ length: 2_000 }, () => letterCodeOf(randomBytes(10)))
  for (const code of codes) {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(readLetterCode(code)).toBe(code)
  }
  expect(new Set(codes).size).toBe(codes.length)
  expect(new Set(codes.join("").replaceAll("-", "")).size).toBe(32)
})

test("a code is that of its first 80 bits, and of no fewer", () => {
  expect(letterCodeOf(Buffer.from("00443214c74254b635cf", "hex"))).toBe("0123-4567-89AB-CDEF")
  expect(letterCodeOf(Buffer.from("00443214c74254b635cfff", "hex"))).toBe("0123-4567-89AB-CDEF")
  expect(() => letterCodeOf(Buffer.alloc(9))).toThrow(RangeError)
})

test.each([
  "7K2M-9QX4-01Z8-TB3W",
  "7k2m9qx401z8tb3w",
  " 7K2M 9QX4 0IZ8 TB3W\n",
  "7K2M.9QX4.OLZ8.TB3W",
  "7k2m–9qx4—oiz8‐tb3w",
  "７Ｋ２Ｍ-9QX4-01Z8-TB3W",
])("%j is read as it stands in the letter", (typed) => {
  expect(readLetterCode(typed)).toBe("7K2M-9QX4-01Z8-TB3W")
})

test.each([
  "",
  "7K2M-9QX4-01Z8-TB3",
  "7K2M-9QX4-01Z8-TB3WW",
  "7K2M-9QX4-01Z8-TB3U",
  "7K2M-9QX4-01Z8-TB3\0",
  "\u{1F600}",
])("%j is no code", (typed) => {
  expect(readLetterCode(typed)).toBeNull()
})
