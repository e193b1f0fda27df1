import { expect, test } from "vitest"
import type { Role } from "../../core/permissions.ts"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { mailRun } from "../../testing/notices/mail-run.ts"
import { letterTests } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { getPlannedRun } from "./get-planned-run.ts"
import { liftHold } from "./lift-hold.ts"
import { listHolds } from "./list-holds.ts"
import { placeHold } from "./place-hold.ts"
import { resumeNotices } from "./resume-notices.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { system, as, reader, newIncident, classify, planned } = tests
const legal = await as("legal")
const hold = { place: "US-CA", agency: "Oakland Police", reason: "An arrest is to be made on Monday" }
const people = [{ id: "kim", group: "owner_shown", account: { country: "US", region: "US-CA" } }] as const

test("a hold pauses the run that is under way; it goes on when the hold is lifted, not before", async () => {
  const incident = await newIncident()
  await classify(incident, people)
  const { runId, run } = await planned(incident)
  await mailRun(system, reader, runId, () => "queued")
  const { id } = await placeHold(legal, incident.id, hold)
  expect(await getPlannedRun(legal, runId)).toMatchObject({
    state: "paused",
    pausedBy: legal.actor.id,
    pauseReason: "Oakland Police asks to wait in US-CA",
  })
  expect(await entriesOf(database, { act: "notice.hold", incidentId: incident.id })).toMatchObject([
    { actor: legal.actor.id, details: { hold: id, ...hold, paused: [run.number] } },
  ])
  await expect(resumeNotices(legal, runId, "It has to go on")).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining("Oakland Police"),
  })
  expect((await getPlannedRun(legal, runId)).state).toBe("paused")
  await liftHold(legal, id, { reason: "The arrest was made" })
  expect(await resumeNotices(legal, runId, "The arrest was made")).toBe(true)
  expect((await getPlannedRun(legal, runId)).state).toBe("running")
})

test("the next plan leaves those people out, and takes them up when the hold is lifted", async () => {
  const incident = await newIncident()
  await classify(incident, people)
  const { id } = await placeHold(legal, incident.id, hold)
  const held = await planned(incident)
  expect(held.of.get("kim")?.skip).toBe("law_hold")
  expect(held.plan.holds).toEqual([id])
  await mailRun(system, reader, held.runId)
  await liftHold(legal, id, { reason: "The arrest was made" })
  expect((await planned(incident)).of.get("kim")).toMatchObject({ part: "owner_shown", skip: null })
})

test("the same hold is placed once and lifted once, also at the same moment", async () => {
  const incident = await newIncident()
  const place = () => placeHold(legal, incident.id, hold)
  const [first, second] = await Promise.all([place(), place()])
  expect(second).toEqual(first)
  const lift = () => liftHold(legal, first.id, { reason: "The arrest was made" })
  await Promise.all([lift(), lift()])
  expect(await listHolds(legal, incident.id)).toMatchObject([{ id: first.id, liftedBy: legal.actor.id }])
  expect(await entriesOf(database, { act: "notice.hold", incidentId: incident.id })).toHaveLength(1)
  expect(await entriesOf(database, { act: "notice.lift_hold", incidentId: incident.id })).toMatchObject([
    { details: { hold: first.id, reason: "The arrest was made" } },
  ])
  expect((await place()).id).not.toBe(first.id)
})

test.each(["administrator", "security", "support", "auditor"] satisfies Role[])(
  "%s places and lifts none",
  async (role) => {
    const incident = await newIncident()
    const { id } = await placeHold(legal, incident.id, hold)
    const ctx = await as(role)
    await expect(placeHold(ctx, incident.id, hold)).rejects.toMatchObject({ code: "forbidden" })
    await expect(liftHold(ctx, id, { reason: "It is over by now" })).rejects.toMatchObject({
      code: "forbidden",
    })
  },
)

test.each([
  ["place", { ...hold, place: "California" }],
  ["agency", { ...hold, agency: " " }],
  ["reason", { ...hold, reason: "why" }],
])("%s is refused where it is wrong", async (field, input) => {
  const { id } = await newIncident()
  await expect(placeHold(legal, id, input)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } })
})
