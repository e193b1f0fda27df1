import { expect, test } from "vitest"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { noticeRun, plantList, pseudonymAt } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { listUnreached } from "./list-unreached.ts"
import { recordFollowUp } from "./record-follow-up.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const [legal, support] = [await as("legal"), await as("support")]

async function planted({ hasList = false } = {}) {
  const incident = await newIncident(security)
  const { runId, items } = await noticeRun(database, incident.id, {
    states: ["bounced", "rejected", "accepted"],
    unfilled: [{ rows: 500, counts: { queued: 500 } }],
  })
  if (hasList) await plantList(legal, { id: runId, incidentId: incident.id }, 503)
  const [one = "", other = ""] = items.map(({ pseudonym }) => pseudonym)
  const entries = () => entriesOf(database, { incidentId: incident.id, act: "notice.follow_up" })
  return { incidentId: incident.id, runId, one, other, entries }
}

test("what was done for people is noted, and stands beside them in the account", async () => {
  const { incidentId, runId, one, other, entries } = await planted()
  expect(
    await recordFollowUp(support, incidentId, {
      pseudonyms: [one, other, one],
      step: "call",
      note: "Left a message",
    }),
  ).toBe(2)
  const { rows } = await listUnreached(support, runId, {})
  expect(rows.map(({ next }) => next)).toMatchObject([
    { step: "call", note: "Left a message", doneBy: support.actor.id },
    { step: "call" },
  ])
  expect(await entries()).toMatchObject([
    { actor: support.actor.id, details: { step: "call", people: [one, other] } },
  ])
})

test("the latest counts, earlier ones stay, and what the same member said last is not said again", async () => {
  const { incidentId, runId, one, entries } = await planted()
  const call = { pseudonyms: [one], step: "call" as const, note: "Nobody there" }
  expect(await recordFollowUp(support, incidentId, call)).toBe(1)
  expect(await recordFollowUp(support, incidentId, call)).toBe(0)
  expect(await recordFollowUp(legal, incidentId, { ...call, step: "post", note: "By registered mail" })).toBe(
    1,
  )
  expect(await recordFollowUp(support, incidentId, call)).toBe(1)
  expect(await entries()).toHaveLength(3)
  expect(await database.followUp.count({ where: { subject: one, incidentId } })).toBe(3)
  expect((await listUnreached(legal, runId, { limit: 1 })).rows[0]?.next).toMatchObject({ step: "call" })
})

test("a second click at the same moment is no second note", async () => {
  const { incidentId, one } = await planted()
  const call = { pseudonyms: [one], step: "in_app" as const, note: "A banner" }
  const news = await Promise.all([1, 2, 3].map(() => recordFollowUp(support, incidentId, call)))
  expect(news.sort()).toEqual([0, 0, 1])
})

test("somebody whose letter was not begun can be noted; who is on no list cannot", async () => {
  const { incidentId } = await planted({ hasList: true })
  const note = { step: "call" as const, note: "Called before" }
  expect(await recordFollowUp(legal, incidentId, { ...note, pseudonyms: [pseudonymAt(400)] })).toBe(1)
  await expect(
    recordFollowUp(legal, incidentId, { ...note, pseudonyms: [pseudonymAt(10_000)] }),
  ).rejects.toMatchObject({ code: "not_found" })
})

test.each(["security", "administrator", "auditor"] as const)("%s notes nothing", async (role) => {
  const { incidentId, one, entries } = await planted()
  await expect(
    recordFollowUp(await as(role), incidentId, { pseudonyms: [one], step: "call", note: "Called" }),
  ).rejects.toMatchObject({ code: "forbidden" })
  expect(await entries()).toEqual([])
})

test.each([
  { pseudonyms: [], step: "call" as const, note: "Called" },
  { pseudonyms: ["kim@example.org"], step: "call" as const, note: "Called" },
  { pseudonyms: [pseudonymAt(0)], step: "shout" as never, note: "Called" },
  { pseudonyms: [pseudonymAt(0)], step: "call" as const, note: " " },
])("input %# is refused in words", async (input) => {
  const { incidentId } = await planted()
  await expect(recordFollowUp(legal, incidentId, input)).rejects.toMatchObject({ code: "invalid" })
})
