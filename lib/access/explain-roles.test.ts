import { expect, test } from "vitest"
import { explainRoles } from "./explain-roles.ts"

test("the roles are explained from the table of permissions, and what only Tocsin does is left out", () => {
  const explained = explainRoles()
  expect(explained.find(({ thing }) => thing === "Incident")?.may).toMatchObject({
    administrator: ["see"],
    security: ["see", "declare", "correct"],
    auditor: ["see"],
  })
  expect(explained.find(({ thing }) => thing === "People")?.may.legal).toEqual([
    "see",
    "reveal (approved by a second person, of legal)",
  ])
  expect(explained.map(({ thing }) => thing)).toContain("API key")
  expect(explained.map(({ thing }) => thing)).not.toContain("Ledger")
})
