import { expect, test } from "vitest"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plainLetterForms } from "../../testing/letters/plain-letter-forms.ts"
import { sampleFacts } from "../../testing/letters/sample-letter.ts"
import { letterTests } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { setFacts } from "../letters/set-facts.ts"
import { askToSend, findingsOf } from "./ask-to-send.ts"
import { claimsReset } from "./tokens-reset-gate.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const support = await tests.as("support")

test.each([
  ["We signed everyone out who had used the app that day.", false],
  ["All tokens were reset.", true],
  ["We reset the tokens of everyone who had used the app.", true],
  ["Your old sessions no longer work.", true],
  ["Wir haben alle abgemeldet.", false],
  ["Alle Zugangstoken wurden zurückgesetzt.", true],
  ["Das Gerät wird zurückgesetzt. Sitzungen gibt es viele.", false],
])("%s", (text, isClaim) => {
  expect(claimsReset(text)).toBe(isClaim)
})

test("letters say that tokens are reset only once a logout is closed with its proof", async () => {
  const incident = await tests.newIncident()
  await tests.classify(incident, [{ id: "kim", group: "owner_shown" }])
  const whatWeDid = { en: "All tokens were reset.", de: "Alle Token wurden zurückgesetzt." }
  await setFacts(support, incident.id, { version: 0, facts: { ...sampleFacts, whatWeDid } })
  const { runId } = await tests.planned(incident)
  const blocked = async () =>
    (await findingsOf(support, plainLetterForms, runId)).some(({ key }) => key === "tokens reset")
  expect(await blocked()).toBe(true)
  await expect(askToSend(support, plainLetterForms, runId, "They have to know")).rejects.toMatchObject({
    code: "precondition",
  })
  const authority = await database.authority.create({
    data: { kind: "external", name: "Somebody else", settings: {}, addedBy: "system" },
  })
  const logout = await database.plannedRun.create({
    data: {
      incidentId: incident.id,
      kind: "logout",
      number: 1,
      settings: {},
      pace: { perSecond: 1 },
      requestedBy: "system",
      logout: { create: { authorityId: authority.id, phase: "closed_with_gaps" } },
    },
  })
  expect(await blocked()).toBe(true)
  await database.logoutRun.update({ where: { runId: logout.id }, data: { phase: "closed" } })
  expect(await blocked()).toBe(false)
})
