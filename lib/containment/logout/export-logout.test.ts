import { expect, test } from "vitest"
import { logoutTests } from "../../testing/containment/logout-tests.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { ownProvider } from "../../testing/idp.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { exportLogoutSteps, logoutRecord } from "./export-logout.ts"

const { database, url } = await ownDatabase()
const tests = await logoutTests(database, url, temporaryFolder(), await ownProvider())

test("steps come as a file in their order, and the record names no subject", async () => {
  await tests.seed(["account-anna", "account-bela", "account-cleo"])
  const { id } = await tests.planned({
    scope: { by: "list", subjects: ["account-anna", "account-bela"] },
    exempt: ["account-bela"],
  })
  for (const [found, isGood] of [
    ["The canary lives", true],
    ["=1+1", false],
  ] as const)
    await database.logoutEvent.create({
      data: { runId: id, phase: "containing", wave: 0, what: "canary", isGood, found, details: {} },
    })
  const reader = await tests.as("auditor")
  const pieces = []
  for await (const piece of exportLogoutSteps(reader, id)) pieces.push(piece)
  const [head, ...lines] = pieces.join("").trimEnd().split("\r\n")
  expect(head).toBe("at,phase,wave,what,outcome,found")
  expect(lines.map((line) => line.replace(/^[^,]+,/, ""))).toEqual([
    "containing,0,canary,good,The canary lives",
    "containing,0,canary,not good,'=1+1",
  ])
  const record = await logoutRecord(reader, id)
  expect(record).toMatchObject({
    settings: { scope: { by: "list", subjects: 2 }, exempt: 1 },
    steps: [{ found: "The canary lives" }, { found: "=1+1" }],
  })
  expect(JSON.stringify(record)).not.toContain("account-")
})
