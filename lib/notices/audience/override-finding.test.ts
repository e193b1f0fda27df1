import { expect, test } from "vitest"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { mailRun } from "../../testing/notices/mail-run.ts"
import { letterTests } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { overrideFinding } from "./override-finding.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { system, as, reader, newIncident, classify, planned } = tests

test("legal lets a finding pass once, with one reason, before the run begins", async () => {
  const incident = await newIncident()
  await classify(incident, [{ id: "kim", group: "owner_video" }])
  const { runId } = await planned(incident)
  const legal = await as("legal")
  const override = { finding: "x", reason: "It reads well enough for now" }
  await overrideFinding(legal, runId, override)
  await overrideFinding(legal, runId, override)
  await expect(
    overrideFinding(legal, runId, { ...override, reason: "Somebody else thinks otherwise" }),
  ).rejects.toMatchObject({ code: "conflict" })
  const told = await entriesOf(database, { act: "notice.override", incidentId: incident.id })
  expect(told).toMatchObject([{ actor: legal.actor.id, details: { runId, ...override } }])
  await mailRun(system, reader, runId)
  await expect(overrideFinding(legal, runId, { ...override, finding: "y" })).rejects.toMatchObject({
    code: "precondition",
  })
})
