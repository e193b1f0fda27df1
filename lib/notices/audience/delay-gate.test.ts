import { expect, test } from "vitest"
import { decideApproval } from "../../access/approvals/decide-approval.ts"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plainLetterForms } from "../../testing/letters/plain-letter-forms.ts"
import { sampleFacts } from "../../testing/letters/sample-letter.ts"
import { letterTests } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { setFacts } from "../letters/set-facts.ts"
import { askToSend, findingsOf } from "./ask-to-send.ts"
import { liftHold } from "./lift-hold.ts"
import { overrideFinding } from "./override-finding.ts"
import { placeHold } from "./place-hold.ts"
import { sendNotices } from "./send-notices.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { as, newIncident, classify, planned } = tests
const [support, legal] = [await as("support"), await as("legal")]
const forms = plainLetterForms
const why = "Everybody concerned has to know by Friday"
const hold = { place: "DE", agency: "Cyber police", reason: "They watch the suspect until Friday" }
const reason = "They have what they wanted"

async function incidentOf(account: { country: string; region: string | null }) {
  const incident = await newIncident()
  await classify(incident, [{ id: "kim", group: "owner_shown", account }])
  await setFacts(support, incident.id, { version: 0, facts: sampleFacts })
  return incident
}
const california = { country: "US", region: "US-CA" }
const blocks = async (runId: string) =>
  (await findingsOf(support, forms, runId)).filter(({ kind, override }) => kind === "block" && !override)

test("letters to California block where an authority asked to wait, also once it does no more", async () => {
  const incident = await incidentOf(california)
  const { id } = await placeHold(legal, incident.id, hold)
  const { runId } = await planned(incident)
  const expected = { where: "The run", text: expect.stringContaining("Cyber police asked to wait") }
  expect(await blocks(runId)).toMatchObject([expected])
  await expect(askToSend(support, forms, runId, why)).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining("Cyber police asked to wait: say in the facts"),
  })
  await liftHold(legal, id, { reason })
  expect(await blocks(runId)).toMatchObject([expected])
  await setFacts(support, incident.id, { version: 1, facts: { ...sampleFacts, isDelayedByAuthority: true } })
  expect(await blocks(runId)).toEqual([])
})

test("letters to elsewhere say nothing of a delay, and nothing blocks them", async () => {
  const incident = await incidentOf({ country: "US", region: "US-OR" })
  await placeHold(legal, incident.id, hold)
  expect(await blocks((await planned(incident)).runId)).toEqual([])
})

test("a hold that is placed and lifted after the approval was asked for voids it", async () => {
  const incident = await incidentOf(california)
  const { runId } = await planned(incident)
  const { id, digest } = await askToSend(support, forms, runId, why)
  const placed = await placeHold(legal, incident.id, hold)
  await liftHold(legal, placed.id, { reason })
  await expect(
    decideApproval(legal, sendNotices, id, { verdict: "approve", shown: digest }),
  ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("void") })
})

test("legal lets pass what was asked until then, and not what is asked later", async () => {
  const incident = await incidentOf(california)
  const first = await placeHold(legal, incident.id, hold)
  await liftHold(legal, first.id, { reason })
  const { runId } = await planned(incident)
  const [block] = await blocks(runId)
  await overrideFinding(legal, runId, {
    finding: block?.key ?? "",
    reason: "They are no law enforcement agency",
  })
  expect((await askToSend(support, forms, runId, why)).state).toBe("waiting")
  const second = await placeHold(legal, incident.id, { ...hold, agency: "Harbor police" })
  await liftHold(legal, second.id, { reason })
  expect(await blocks(runId)).toMatchObject([{ text: expect.stringContaining("and Harbor police") }])
})
