import { expect, test } from "vitest"
import { logoutTests } from "../../testing/containment/logout-tests.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { ownProvider } from "../../testing/idp.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { isOver } from "../logout/rules.ts"

const { database, url } = await ownDatabase()
const provider = await ownProvider()
const tests = await logoutTests(database, url, temporaryFolder(), provider)

const accounts = Array.from({ length: 300 }, (_, nth) => `account-${String(nth).padStart(3, "0")}`)

test("a logout goes from its plan to its proof", async () => {
  await tests.seed(accounts)
  const { id, plan } = await tests.begun({ waves: 2, canarySubjects: 10 })
  expect(plan).toMatchObject({ affected: 300, sessions: 300 })
  const done = await tests.workUntil(id, ({ phase }) => phase !== null && isOver(phase))
  const events = await database.logoutEvent.findMany({ where: { runId: id }, orderBy: { at: "asc" } })
  for (const { phase, what, isGood, found } of events) console.log(phase, what, isGood, found)
  console.log(
    JSON.stringify((await database.logoutRun.findUnique({ where: { runId: id } }))?.report, null, 1),
  )
  expect(done).toMatchObject({ standing: "closed" })
})
