import { expect, test } from "vitest"
import { isCodeOf } from "./is-code-of.ts"

const SECRET = "12345678901234567890"
const at = (seconds: number) => new Date(seconds * 1_000)

test("codes are those of RFC 6238", () => {
  expect(isCodeOf(SECRET, "287082", at(59))).toBe(true)
  expect(isCodeOf(SECRET, "081804", at(1_111_111_109))).toBe(true)
  expect(isCodeOf(SECRET, "353130", at(20_000_000_000))).toBe(true)
})

test("a code is right half a minute before and after its own, and no longer", () => {
  const began = 1_111_111_080
  const isRightAt = [-31, -30, 0, 29, 59, 60].map((shift) => isCodeOf(SECRET, "081804", at(began + shift)))
  expect(isRightAt).toEqual([false, true, true, true, true, false])
})

test("nothing else is a code", () => {
  for (const code of ["", "28708", "2870820", "２８７０８２", "287083"])
    expect(isCodeOf(SECRET, code, at(59))).toBe(false)
})
