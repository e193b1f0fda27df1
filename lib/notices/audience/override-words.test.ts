import { expect, test } from "vitest"
import { rules } from "../letters/lint/lint-letters.ts"
import { overrideSentence } from "./override-words.ts"

const reason = "Counsel has read it in print"

test.each(rules.map(({ name }) => name))("what legal lets pass of %s is said in words", (name) => {
  const said = overrideSentence({ finding: `${name}:0123456789abcdef`, reason }, "Kim", [])
  expect(said).toMatch(
    /^Legal has let a finding pass: \S+ .+\. Why: “Counsel has read it in print” \(Kim\)\.$/,
  )
  expect(said).not.toContain("0123456789abcdef")
})

test("what stands against the run is said in its own words", () => {
  const gates = [{ key: "unaffected: 1", text: "1 person would be told so, but 1 question has no answer" }]
  expect(overrideSentence({ finding: "unaffected: 1", reason }, "Kim", gates)).toBe(
    "Legal has let a finding pass: 1 person would be told so, but 1 question has no answer. Why: “Counsel has read it in print” (Kim).",
  )
})
