import { expect, test } from "vitest"
import { secondsOfRetryAfter } from "./retry-after.ts"

const now = new Date("2024-02-16T11:42:00Z")

test.each<[string | null, number | null]>([
  ["7", 7],
  [" 7 ", 7],
  ["0", 0],
  ["999999999", 86_400],
  ["Fri, 16 Feb 2024 11:43:00 GMT", 60],
  ["Fri, 16 Feb 2024 11:42:00.5 GMT", 1],
  ["Friday, 16-Feb-24 11:43:00 GMT", 60],
  ["Fri, 16 Feb 2024 11:00:00 GMT", 0],
  ["Fri, 16 Feb 2034 11:00:00 GMT", 86_400],
  ["soon", null],
  ["-1", null],
  ["7.5", null],
  ["2024", 2_024],
  ["2024-02-16", null],
  ["", null],
  [null, null],
])("Retry-After: %s asks for %s seconds", (header, seconds) => {
  expect(secondsOfRetryAfter(header, now)).toBe(seconds)
})
