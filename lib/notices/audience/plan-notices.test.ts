import { existsSync, readdirSync } from "node:fs"
import { rename } from "node:fs/promises"
import { dirname } from "node:path"
import { expect, test, vi } from "vitest"
import { AppError } from "../../core/errors.ts"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { makePlan } from "../../runs/planning/make-plan.ts"
import { findWaitingPlan, takePlan } from "../../runs/planning/plan-lease.ts"
import { digestOfFile, listFile } from "../../runs/planning/run-folder.ts"
import { workOffPlans } from "../../runs/planning/work-off-plans.ts"
import { stopPlannedRun } from "../../runs/stop-planned-run.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { mailRun } from "../../testing/notices/mail-run.ts"
import { letterTests, sender } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { getPlannedRun } from "./get-planned-run.ts"
import { noticePlanner } from "./plan-notices.ts"
import { requestPlan } from "./request-plan.ts"

const { database, url } = await ownDatabase()
const tools = { copyItemStates: copyItemStatesFrom(url) }
const planner = noticePlanner(tools)
const { system, reader, newIncident, classify, planned } = await letterTests(
  database,
  temporaryFolder(),
  tools,
)
const incident = await newIncident()
await classify(incident, [{ id: "kim", group: "owner_shown" }])
const asked = async () => (await requestPlan(system, incident.id, { sender })).runId
const plans = () => entriesOf(database, { act: "notice.plan", incidentId: incident.id })

test("of two who plan the same run one does it, once", async () => {
  const runId = await asked()
  const before = (await plans()).length
  const done = await Promise.all([makePlan(system, planner, runId), makePlan(system, planner, runId)])
  expect(done.sort()).toEqual([false, true])
  expect(await makePlan(system, planner, runId)).toBe(false)
  expect(await plans()).toHaveLength(before + 1)
})

test("a run whose planner died is left alone while its lease lasts, and taken up after it", async () => {
  const runId = await asked()
  const dead = await takePlan(system, "notices", runId)
  dead?.end()
  expect(await makePlan(system, planner, runId)).toBe(false)
  await database.plannedRun.update({ where: { id: runId }, data: { plannerUntil: new Date(0) } })
  const stopping = new AbortController()
  const working = workOffPlans(system, [planner], stopping.signal)
  await vi.waitFor(async () => expect((await getPlannedRun(system, runId)).state).toBe("planned"), 30_000)
  stopping.abort()
  await working
})

test("what a planner has made that lost its run counts for nothing", async () => {
  const runId = await asked()
  const other = "00000000-0000-4000-8000-000000000000"
  const before = (await plans()).length
  const making = makePlan({ ...system, withEngine: losing(runId, other) }, planner, runId)
  expect(await making).toBe(false)
  expect(await getPlannedRun(system, runId)).toMatchObject({ state: "planning", plan: null })
  expect(await database.runChunk.count({ where: { runId } })).toBe(0)
  expect(await plans()).toHaveLength(before)
  expect(filesOf(runId)).toEqual([])
  await database.plannedRun.update({ where: { id: runId }, data: { plannerUntil: null } })
  expect(await makePlan(system, planner, runId)).toBe(true)
  expect(filesOf(runId)).toEqual(["list.parquet", "samples.json"])
})

test("what a planner makes of a run that is stopped meanwhile is removed", async () => {
  const runId = await asked()
  const withEngine: typeof system.withEngine = async (work) => {
    await stopPlannedRun(system, runId, "asked for by mistake")
    return await system.withEngine(work)
  }
  expect(await makePlan({ ...system, withEngine }, planner, runId)).toBe(false)
  expect((await getPlannedRun(system, runId)).state).toBe("stopped")
  expect(filesOf(runId)).toEqual([])
})

test("a planner that is late puts its list in nobody's place", async () => {
  const other = await newIncident()
  await classify(other, [{ id: "kim", group: "owner_shown" }])
  const { runId } = await requestPlan(system, other.id, { sender })
  const withEngine: typeof system.withEngine = async (work) => {
    await classify(other, [{ id: "kim", group: "owner_video" }])
    await database.plannedRun.update({ where: { id: runId }, data: { plannerUntil: null } })
    expect(await makePlan(system, planner, runId)).toBe(true)
    return await system.withEngine(work)
  }
  expect(await makePlan({ ...system, withEngine }, planner, runId)).toBe(false)
  const run = await database.plannedRun.findUniqueOrThrow({ where: { id: runId } })
  expect(await digestOfFile(listFile(system.config, run))).toBe(run.listDigest)
  expect(filesOf(runId, other.id)).toEqual(["list.parquet", "samples.json"])
})

/** What lies in the folder of a run. */
function filesOf(runId: string, incidentId = incident.id): string[] {
  const folder = dirname(listFile(system.config, { id: runId, incidentId }))
  return existsSync(folder) ? readdirSync(folder).toSorted() : []
}

/** Engines of a planner from whom the run is taken just as it begins with one. */
function losing(runId: string, plannerId: string): typeof system.withEngine {
  return async (work) => {
    await database.plannedRun.update({ where: { id: runId }, data: { plannerId } })
    return await system.withEngine(work)
  }
}

test("what cannot be planned has failed, and says why in words that quote nobody", async () => {
  const other = await newIncident()
  await classify(other, [{ id: "kim", group: "owner_shown" }])
  const first = await planned(other)
  await mailRun(system, reader, first.runId)
  const list = listFile(system.config, first.run)
  await rename(list, `${list}.away`)
  const { runId } = await requestPlan(system, other.id, { sender })
  expect(await makePlan(system, planner, runId)).toBe(false)
  const run = await getPlannedRun(system, runId)
  expect(run).toMatchObject({
    state: "failed",
    plan: null,
    trouble: expect.stringContaining("list of run 1"),
  })
  expect(existsSync(listFile(system.config, run))).toBe(false)
  expect(await entriesOf(database, { act: "planned_run.fail", incidentId: other.id })).toMatchObject([
    { actor: "system", details: { runId, trouble: run.trouble } },
  ])
  await rename(`${list}.away`, list)
  expect((await planned(other)).plan.letters).toBe(0)
})

test("a database that goes away fails no plan: the run rests, and waits for the next planner", async () => {
  const runId = await troubled()
  await expect(makePlan(system, away, runId)).rejects.toMatchObject({ code: "unavailable" })
  expect((await getPlannedRun(system, runId)).state).toBe("planning")
  expect(await makePlan(system, planner, runId)).toBe(false)
  await rested(runId)
  expect(await makePlan(system, planner, runId)).toBe(true)
})

test("runs that cannot be planned just now keep no other from its turn, though they were asked for first", async () => {
  const first = [await troubled(), await troubled()]
  const runId = await asked()
  for (const id of first)
    await database.plannedRun.update({ where: { id }, data: { requestedAt: new Date(0), plannerId: null } })
  expect(first).toContain((await findWaitingPlan(system, ["notices"]))?.id)
  for (const id of first) await expect(makePlan(system, away, id)).rejects.toThrow("does not answer")
  expect(await findWaitingPlan(system, ["notices"])).toMatchObject({ id: runId })
  for (const id of first) await rested(id, new Date(Date.now() - 1))
  expect(await findWaitingPlan(system, ["notices"])).toMatchObject({ id: runId })
  expect(await makePlan(system, planner, runId)).toBe(true)
})

test("what is tried in vain for ten minutes has failed, and says what was in the way", async () => {
  const runId = await troubled()
  const requestedAt = new Date(Date.now() - 11 * 60_000)
  await database.plannedRun.update({ where: { id: runId }, data: { requestedAt } })
  await expect(makePlan(system, away, runId)).rejects.toThrow("does not answer")
  await rested(runId)
  expect(await makePlan(system, away, runId)).toBe(false)
  expect(await getPlannedRun(system, runId)).toMatchObject({
    state: "failed",
    trouble: "the database does not answer",
  })
})

const away = noticePlanner({
  copyItemStates: () => Promise.reject(new AppError("unavailable", "the database does not answer")),
})

/** A run that asks for the database when it is planned: letters of one before it are out. */
async function troubled(): Promise<string> {
  const other = await newIncident()
  await classify(other, [])
  await mailRun(system, reader, (await planned(other)).runId)
  return (await requestPlan(system, other.id, { sender })).runId
}

async function rested(runId: string, plannerUntil = new Date(0)): Promise<void> {
  await database.plannedRun.update({ where: { id: runId }, data: { plannerUntil } })
}
