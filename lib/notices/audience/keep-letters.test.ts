import { expect, test } from "vitest"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { mailRun } from "../../testing/notices/mail-run.ts"
import { keepShortLetters, letterTests } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { system, as, reader, newIncident, classify, planned } = tests

test("letters are kept once, with their entry, and not any more when the run has begun", async () => {
  const incident = await newIncident()
  await classify(incident, [
    { id: "kim", group: "owner_video" },
    { id: "lee", group: "viewer_only" },
  ])
  const letters = await planned(incident)
  const { runId } = letters
  const [support, security] = [await as("support"), await as("security")]
  await keepShortLetters(support, letters)
  await keepShortLetters(support, letters)
  expect(await entriesOf(database, { act: "notice.set_letters", incidentId: incident.id })).toMatchObject([
    { actor: support.actor.id, details: { runId, letters: 2 } },
  ])
  await expect(keepShortLetters(security, letters)).rejects.toMatchObject({ code: "forbidden" })
  await mailRun(system, reader, runId)
  await expect(keepShortLetters(support, letters)).rejects.toMatchObject({ code: "precondition" })
})
