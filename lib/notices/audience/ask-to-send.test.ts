import { expect, test } from "vitest"
import { decideApproval } from "../../access/approvals/decide-approval.ts"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plainLetterForms } from "../../testing/letters/plain-letter-forms.ts"
import { sampleFacts } from "../../testing/letters/sample-letter.ts"
import { deviceOf } from "../../testing/notices/letter-incident.ts"
import { letterTests } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { copyDigest } from "../letters/copy-digest.ts"
import { saveCopy } from "../letters/save-copy.ts"
import { setFacts } from "../letters/set-facts.ts"
import { askToSend, findingsOf, sampleRows } from "./ask-to-send.ts"
import { overrideFinding } from "./override-finding.ts"
import { sendNotices } from "./send-notices.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { system, as, newIncident, classify, planned } = tests
const [support, legal] = [await as("support"), await as("legal")]
const forms = plainLetterForms
const why = "Everybody concerned has to know by Friday"

async function incidentWith(people: Parameters<typeof classify>[1]) {
  const incident = await newIncident()
  await classify(incident, people)
  return incident
}
const people = [
  { id: "kim", group: "owner_shown", isViewer: true },
  { id: "lee", group: "viewer_only" },
] as const

test("the letters that the list needs are rendered and kept, and their approval asked for", async () => {
  const incident = await incidentWith(people)
  const { runId, plan } = await planned(incident)
  await expect(askToSend(support, forms, runId, why)).rejects.toMatchObject({ code: "precondition" })
  await setFacts(support, incident.id, { version: 0, facts: sampleFacts })
  expect((await findingsOf(support, forms, runId)).filter(({ kind }) => kind === "block")).toEqual([])
  const approval = await askToSend(support, forms, runId, why)
  expect(approval).toMatchObject({ state: "waiting", act: "notice.send", incidentId: incident.id })
  const kept = await database.runLetter.findMany({ where: { runId } })
  expect(kept.map(({ variant }) => variant).sort()).toEqual(
    plan.variants.map(({ variant }) => variant).sort(),
  )
  expect(kept[0]).toMatchObject({ sender: "Porch <security@porch.example>" })
  expect((await askToSend(support, forms, runId, why)).id).toBe(approval.id)
  expect(await entriesOf(database, { act: "notice.set_letters", incidentId: incident.id })).toHaveLength(1)
})

test("who writes to a group stands in its letters, in what is approved and in its words", async () => {
  const incident = await incidentWith(people)
  await setFacts(support, incident.id, { version: 0, facts: sampleFacts })
  const senders = { viewer_only: { name: "Porch Care", address: "care@porch.example" } }
  const { runId } = await planned(incident, { senders })
  const approval = await askToSend(support, forms, runId, why)
  const { sentences, facts } = approval.plan as { sentences: string[]; facts: object }
  expect(facts).toMatchObject({ settings: { senders } })
  expect(sentences).toContain(
    "They come from Porch <security@porch.example>, those to viewers of others’ footage from Porch Care <care@porch.example>; answers go there.",
  )
  const kept = await database.runLetter.findMany({ where: { runId } })
  expect(Object.fromEntries(kept.map(({ part, sender }) => [part, sender]))).toEqual({
    owner_video: "Porch <security@porch.example>",
    owner_shown: "Porch <security@porch.example>",
    viewer_only: "Porch Care <care@porch.example>",
  })
})

test("one comma that was changed in the copy voids what was asked for, and asking anew takes it in", async () => {
  const incident = await incidentWith(people)
  await setFacts(support, incident.id, { version: 0, facts: sampleFacts })
  const text = forms.textOf("owner_shown", "en")
  const { runId } = await planned(incident)
  const approval = await askToSend(support, forms, runId, why)
  const before = await copyDigest(system.db, forms, incident.id)
  const lead = text.sections.lead?.replace("copy of", "copy, of") ?? ""
  await saveCopy(support, forms, incident.id, {
    letter: "owner_shown",
    locale: "en",
    version: 0,
    text: { ...text, sections: { ...text.sections, lead } },
    reason: "A comma was missing",
  })
  expect(await copyDigest(system.db, forms, incident.id)).not.toBe(before)
  const decision = { verdict: "approve", shown: approval.digest } as const
  await expect(decideApproval(legal, sendNotices, approval.id, decision)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("void"),
  })
  const anew = await askToSend(support, forms, runId, why)
  expect(anew.id).not.toBe(approval.id)
  const kept = await database.runLetter.findMany({ where: { runId, part: "owner_shown" } })
  expect(kept.every((letter) => letter.text.includes("copy, of"))).toBe(true)
})

test("a finding blocks until it is mended or legal lets it pass; what blocks is named", async () => {
  const incident = await incidentWith([{ id: "kim", group: "owner_shown", account: { locale: "de" } }])
  await setFacts(support, incident.id, { version: 0, facts: sampleFacts })
  const { runId } = await planned(incident)
  // Nobody has read the German letter.
  const [block] = (await findingsOf(support, forms, runId)).filter(({ kind }) => kind === "block")
  if (!block) return expect.fail("a translation that nobody has read blocks")
  await expect(askToSend(support, forms, runId, why)).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining(block.text),
  })
  expect(await database.runLetter.count({ where: { runId } })).toBe(0)
  const reason = "Counsel has read it in print"
  for (const { key, kind } of await findingsOf(support, forms, runId))
    if (kind === "block") await overrideFinding(legal, runId, { finding: key, reason })
  expect(await findingsOf(support, forms, runId)).toContainEqual(
    expect.objectContaining({ key: block.key, override: expect.objectContaining({ reason }) }),
  )
  expect((await askToSend(support, forms, runId, why)).state).toBe("waiting")
})

test("a camera called by its id blocks, also where only a reader has it whom nobody stands in for", async () => {
  const incident = await newIncident()
  const owners = Array.from({ length: 9 }, (_, nth) => ({ id: `p${nth}`, group: "owner_shown" as const }))
  const devices = owners.map(({ id }, nth) => ({
    device_id: deviceOf(id),
    label: nth === 6 ? "device_123456" : nth === 0 ? "Door" : `The camera above door ${nth}`,
    time_zone: "Europe/Berlin",
  }))
  await classify(incident, owners, { devices })
  await setFacts(support, incident.id, { version: 0, facts: sampleFacts })
  const { run, runId } = await planned(incident)
  expect(JSON.stringify(await sampleRows(support, run))).not.toContain("device_123456")
  expect(await findingsOf(support, forms, runId)).toContainEqual(
    expect.objectContaining({
      kind: "block",
      where: "{{cameras}}",
      text: "it shows an id instead of a name (1 reader)",
    }),
  )
  await expect(askToSend(support, forms, runId, why)).rejects.toMatchObject({ code: "precondition" })
})

test("security and auditors ask for nothing to be sent, nor does anybody without a reason", async () => {
  const incident = await incidentWith(people)
  await setFacts(support, incident.id, { version: 0, facts: sampleFacts })
  const { runId } = await planned(incident)
  for (const role of ["security", "auditor", "administrator"] as const)
    await expect(askToSend(await as(role), forms, runId, why)).rejects.toMatchObject({ code: "forbidden" })
  await expect(askToSend(support, forms, runId, "")).rejects.toMatchObject({ code: "invalid" })
})

test("stand-ins are who has least and most to read of each letter", async () => {
  const incident = await incidentWith(people)
  const { run, plan } = await planned(incident)
  const samples = await sampleRows(support, run)
  expect(new Set(samples.map(({ variant }) => variant))).toEqual(
    new Set(plan.variants.map(({ variant }) => variant)),
  )
  expect(samples[0]?.fields.cameras[0]?.label).toMatch(/^Camera of /)
})
