import { expect, test } from "vitest"
import { acts } from "../core/acts.ts"
import { may } from "./rules.ts"

test("whoever may not is told who may, and as what they are signed in", () => {
  expect(may("support", "question.answer")).toEqual({
    allowed: false,
    reason: "This is for security and legal; you are signed in as support.",
  })
  expect(may("legal", "run.finish")).toEqual({
    allowed: false,
    reason: "Tocsin itself does this; you are signed in as legal.",
  })
})

test("what the worker writes, no person may, and what changes evidence is for security alone", () => {
  for (const [act, roles] of Object.entries(acts) as [keyof typeof acts, readonly string[]][]) {
    if (/^run\.(start|finish|fail)$/.test(act)) expect(roles).toEqual(["system"])
    if (act.startsWith("evidence.")) expect(roles).not.toContain("support")
  }
})
