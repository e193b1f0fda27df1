import { expect, test } from "vitest"
import { cases, unmet } from "./cases.ts"
import { referenceClassify } from "./classify.ts"

test("the cases have names of their own", () => {
  expect(new Set(cases.map((one) => one.name)).size).toBe(cases.length)
})

test.each(cases)("$name", ({ incident, expect: expectation }) => {
  expect(unmet(expectation, referenceClassify(incident))).toEqual([])
})
