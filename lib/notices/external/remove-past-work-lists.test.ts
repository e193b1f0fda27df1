import { existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { endPastDeadlines } from "../../runs/end-past-deadlines.ts"
import { listWorkLists } from "../../runs/external/list-work-lists.ts"
import { removePastLists } from "../../runs/external/remove-past-lists.ts"
import { listFile, runFolder } from "../../runs/planning/run-folder.ts"
import { stopPlannedRun } from "../../runs/stop-planned-run.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { externalRun } from "../../testing/database/external-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { handOut } from "./hand-out.ts"
import { letterLists } from "./letter-lists.ts"
import { writeWorkList } from "./write-work-list.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const support = await as("support")

/** Two lists of two chunks each, and one that a process left half written. */
async function planted() {
  const run = await externalRun(database, await as("security"), system, 2_000)
  const open = run.openWork(support)
  for (let nth = 0; nth < 2; nth++) {
    const stretch = await handOut(support, open, run.runId, { hours: 24, lettersMax: 1_000 })
    if (!stretch) throw new Error("there is a stretch")
    await writeWorkList(support, open, stretch, { hasLetters: true })
  }
  const at = (name: string) => join(folder, runFolder({ id: run.runId, incidentId: run.incidentId }), name)
  mkdirSync(at(".partial-1"))
  const stretches = async () =>
    (await listWorkLists(support, letterLists, run.runId)).map(({ stretch }) => stretch)
  return { ...run, at, stretches }
}

test("a list goes when none of its letters is with somebody else any more, and not before", async () => {
  const { runId, at, stretches } = await planted()
  expect(await removePastLists(system, letterLists)).toBe(0)
  await database.runChunk.updateMany({
    where: { runId, number: 1 },
    data: { leaseUntil: new Date(Date.now() - 1) },
  })
  await endPastDeadlines(system)
  expect(await removePastLists(system, letterLists)).toBe(0)
  await database.runChunk.updateMany({
    where: { runId, number: 2 },
    data: { leaseUntil: new Date(Date.now() - 1) },
  })
  await endPastDeadlines(system)
  expect(await removePastLists(system, letterLists)).toBe(1)
  expect(await stretches()).toEqual(["3-4"])
  expect(existsSync(at("work-list-1-2"))).toBe(false)
  expect(existsSync(at(".partial-1")), "somebody may be writing it").toBe(true)
  await stopPlannedRun(support, runId, "That was for this test alone")
  expect(await removePastLists(system, letterLists)).toBe(2)
  expect(existsSync(at("work-list-3-4")) || existsSync(at(".partial-1"))).toBe(false)
})

test("of a run that was stopped all lists go, and its frozen list stays", async () => {
  const { runId, incidentId, stretches } = await planted()
  await stopPlannedRun(support, runId, "The wrong people are on it")
  expect(await removePastLists(system, letterLists)).toBe(3)
  expect(await stretches()).toEqual([])
  expect(existsSync(listFile(system.config, { id: runId, incidentId }))).toBe(true)
  expect(await removePastLists(system, letterLists)).toBe(0)
})
