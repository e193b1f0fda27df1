import { expect, test, vi } from "vitest"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { moveItems } from "../../runs/move-items.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { startRun } from "../../runs/start-run.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { mailRun } from "../../testing/notices/mail-run.ts"
import { everybody, letterTests } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { getPlannedRun } from "./get-planned-run.ts"
import { holdMoved, keepHoldingMoved, MOVED } from "./hold-moved.ts"
import { resumeNotices } from "./resume-notices.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { system, as, reader, newIncident, classify, settle, planned } = tests
const support = await as("support")

const first = [
  { id: "up", group: "owner_shown" },
  { id: "back", group: "owner_video" },
  { id: "stays", group: "owner_video" },
  { id: "sent", group: "owner_shown" },
] as const
const second = [
  { id: "up", group: "owner_video" },
  { id: "back", group: "unaffected" },
  { id: "stays", group: "owner_video" },
  { id: "sent", group: "owner_video" },
] as const

const told = (incidentId: string) => entriesOf(database, { act: "notice.hold_moved", incidentId })
const checkedRevision = async (id: string) =>
  (await database.plannedRun.findUniqueOrThrow({ where: { id } })).checkedRevision

test("what waits for people who have moved is held, what was sent stays, and the revision counts as looked at", async () => {
  const incident = await newIncident()
  await classify(incident, first)
  const { runId, run, of } = await planned(incident)
  await mailRun(system, reader, runId, (id) => (id === "sent" ? "accepted" : "queued"))
  expect(await holdMoved(system, incident.id)).toBeNull()
  await classify(incident, second)
  expect(await checkedRevision(runId)).toBe(1)
  expect(await holdMoved(system, incident.id)).toBe(2)
  expect(await checkedRevision(runId)).toBe(2)
  const items = await database.runItem.findMany({ where: { runId } })
  const stateOf = (id: string) => items.find(({ subject }) => subject === of.get(id)?.pseudonym)
  expect(stateOf("up")).toMatchObject({ state: "held", reason: MOVED })
  expect(stateOf("back")).toMatchObject({ state: "held", reason: MOVED })
  expect(stateOf("stays")?.state).toBe("queued")
  expect(stateOf("sent")?.state).toBe("accepted")
  expect((await runCounts(system.db, runId)).states).toMatchObject({ held: 2, queued: 2, accepted: 1 })
  expect(await told(incident.id)).toMatchObject([
    { actor: "system", details: { run: run.number, runId, revision: 2, held: 2 } },
  ])
  expect(await holdMoved(system, incident.id)).toBeNull()
  expect(await told(incident.id)).toHaveLength(1)
})

test("what was under way to somebody who has moved leaves no second time when it comes back as not sent", async () => {
  const incident = await newIncident()
  const people = (group: "owner_shown" | "owner_video") => ["sending", "unknown"].map((id) => ({ id, group }))
  await classify(incident, people("owner_shown"))
  const { runId, of } = await planned(incident)
  await mailRun(system, reader, runId, (id) => (id === "sending" || id === "unknown" ? id : "queued"))
  await classify(incident, people("owner_video"))
  expect(await holdMoved(system, incident.id)).toBe(0)
  const moves = [
    { row: of.get("sending")?.row ?? -1, from: ["sending"], to: "deferred", reason: "4.2.1" },
    { row: of.get("unknown")?.row ?? -1, from: ["unknown"], to: "queued", reason: "surely not sent" },
  ] as const
  await system.ledger((tx) => moveItems(tx, runId, moves))
  const items = await database.runItem.findMany({ where: { runId, state: "held" } })
  expect(items.map(({ reason }) => reason)).toEqual([MOVED, MOVED])
  expect((await runCounts(system.db, runId)).states).toMatchObject({ held: 2, queued: 1 })
})

test("letters of chunks that nobody has begun are held too, and never filled as queued", async () => {
  const incident = await newIncident()
  await classify(incident, first)
  const { runId } = await planned(incident)
  await system.ledger((tx) => startRun(tx, runId, null, new Date()))
  await classify(incident, second)
  expect(await holdMoved(system, incident.id)).toBe(3)
  expect(await database.runItem.count({ where: { runId, state: "held" } })).toBe(3)
  expect((await runCounts(system.db, runId)).states).toMatchObject({ held: 3, queued: 2 })
})

test("two who look at once hold each once, and the loop looks as soon as a revision is done", async () => {
  const incident = await newIncident()
  await classify(incident, first)
  const { runId } = await planned(incident)
  await system.ledger((tx) => startRun(tx, runId, null, new Date()))
  const stopping = new AbortController()
  const loops = [1, 2].map(() => keepHoldingMoved(system, stopping.signal))
  await classify(incident, second)
  await vi.waitFor(async () => expect(await checkedRevision(runId)).toBe(2), 60_000)
  stopping.abort()
  await Promise.all(loops)
  expect((await runCounts(system.db, runId)).states).toMatchObject({ held: 3, queued: 2 })
  expect(await told(incident.id)).toHaveLength(1)
})

test("letters that say not affected wait where the newer revision does not let anybody say so, until it does", async () => {
  const incident = await newIncident()
  const people = [{ id: "fine", group: "unaffected" }] as const
  await classify(incident, people)
  await settle(incident)
  const { runId, run } = await planned(incident, { parts: everybody })
  await mailRun(system, reader, runId, () => "queued")
  await classify(incident, people)
  expect(await holdMoved(system, incident.id)).toBe(0)
  const reason = expect.stringMatching(
    /^By revision 2: 1 person would be told that they are not affected, but/,
  )
  expect(await getPlannedRun(system, runId)).toMatchObject({ state: "paused", pauseReason: reason })
  expect(await checkedRevision(runId)).toBe(2)
  expect(await told(incident.id)).toMatchObject([
    { details: { run: run.number, revision: 2, held: 0, paused: reason, counts: { queued: 2 } } },
  ])
  await expect(resumeNotices(support, runId, "They have waited")).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining("would be told that they are not affected"),
  })
  await settle(incident)
  expect(await resumeNotices(support, runId, "It is settled")).toBe(true)
})

test("a run without such letters goes on, whatever the newer revision leaves open", async () => {
  const incident = await newIncident()
  await classify(incident, [{ id: "up", group: "owner_shown" }])
  const { runId } = await planned(incident)
  await mailRun(system, reader, runId, () => "queued")
  await classify(incident, [{ id: "up", group: "owner_video" }])
  expect(await holdMoved(system, incident.id)).toBe(1)
  expect((await getPlannedRun(system, runId)).state).toBe("running")
})

test("a run that has ended is left as it is", async () => {
  const incident = await newIncident()
  await classify(incident, first)
  const { runId } = await planned(incident)
  await mailRun(system, reader, runId)
  await classify(incident, second)
  expect(await holdMoved(system, incident.id)).toBeNull()
  expect(await checkedRevision(runId)).toBe(1)
})
