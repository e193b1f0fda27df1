import { expect, test } from "vitest"
import { type Action, permissions } from "../core/permissions.ts"
import { may } from "./rules.ts"

test("whoever may not is told who may, and as what they are signed in", () => {
  expect(may({ role: "support" }, "question.answer")).toEqual({
    allowed: false,
    reason: "This is for security and legal; you are signed in as support.",
  })
  expect(may({ role: "legal" }, "run.finish")).toEqual({
    allowed: false,
    reason: "Tocsin itself does this; you are signed in as legal.",
  })
})

test("what the worker writes, no person may, and what changes evidence is for security alone", () => {
  for (const [act, { roles }] of Object.entries(permissions) as [Action, { roles: readonly string[] }][]) {
    if (/^run\.(start|finish|fail)$/.test(act)) expect(roles).toEqual(["system"])
    if (act.startsWith("evidence.")) expect(roles).not.toContain("support")
  }
})
