import { expect, test } from "vitest"
import { percent } from "./summary-text.ts"
import { shown, textTable } from "./table.ts"

test.each([
  [0, "0.00 %"],
  [0.0000001, "<0.01 %"],
  [0.99753, "99.75 %"],
  [0.9999999, ">99.99 %"],
  [1, "100.00 %"],
])("a share of %d reads %s", (share, text) => {
  expect(percent(share)).toBe(text)
})

test("text from a log cannot steer the terminal", () => {
  expect(shown("a\u001b[31mb\u202ec\nd")).toBe("a�[31mb�c�d")
})

test("figures line up to the right, words to the left", () => {
  expect(
    textTable([
      ["one", "1"],
      ["three", "1,000"],
    ]),
  ).toBe("  one        1\n  three  1,000")
})
