import { expect, test } from "vitest"
import type { AuthorityLimits } from "../../core/session-authority.ts"
import { makePlan } from "../../runs/planning/make-plan.ts"
import { logoutTests } from "../../testing/containment/logout-tests.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { ownProvider } from "../../testing/idp.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { logoutPlanner } from "./logout-planner.ts"
import { getLogout } from "./logout-run.ts"
import { requestLogout } from "./request-logout.ts"

const { database, url } = await ownDatabase()
const tests = await logoutTests(database, url, temporaryFolder(), await ownProvider())
const { system, security, incidentId, authorityId } = tests
const two = { by: "list" as const, subjects: ["account-anna", "account-bela"] }

test("an operator who is named twice is one: somebody who stays must be left to stop the run", async () => {
  expect(await tests.planned({ scope: two, operators: ["account-anna", "account-anna"] })).toMatchObject({
    state: "failed",
    trouble: expect.stringContaining("Every operator (1) is in the scope"),
  })
  const operators = ["account-anna", "account-anna", "account-cleo"]
  expect(await tests.planned({ scope: two, operators })).toMatchObject({ state: "planned" })
})

/** What a plan came to at an authority that says what it takes. */
async function plannedWhere(limits: AuthorityLimits) {
  const settings = { authorityId, scope: two, loginsPerSecond: 1_000 }
  const { runId } = await requestLogout(security, incidentId, settings)
  const open: typeof tests.open = (of) => ({ ...tests.open(of), limits: async () => limits })
  await makePlan(system, logoutPlanner(open), runId)
  return await getLogout(security, runId)
}

test("an authority that takes less than one request a second is refused, with what it said", async () => {
  expect(await plannedWhere({ perSecond: 0.5, burst: 1, bulkMax: 1 })).toMatchObject({
    state: "failed",
    trouble: expect.stringContaining("The app's login says that it takes 0.5 requests a second"),
  })
  expect(await plannedWhere({ perSecond: 1.5, burst: 1, bulkMax: 1 })).toMatchObject({
    state: "planned",
    plan: { perSecond: 1 },
  })
})
