import { afterAll, expect, test } from "vitest"
import { contextsOver } from "../testing/database/contexts.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { comesTrue, type Running } from "../testing/run-tocsin.ts"
import { openFarSide } from "../testing/runs/far-side.ts"
import { bothCounts, startedToyRun, startToyWorker } from "../testing/runs/toy-run.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { pausePlannedRun } from "./pause-planned-run.ts"
import { resumePlannedRun } from "./resume-planned-run.ts"

const WORKERS = 2
const REACHED_MS_MAX = 120_000

const { database, url } = await ownDatabase()
const folder = temporaryFolder()
const { system, as } = contextsOver(database, folder)
const support = await as("support")
const workers: Running[] = []

afterAll(async () => {
  for (const { pid } of workers) process.kill(pid, "SIGTERM")
  await Promise.all(workers.map(({ ended }) => ended))
})

test("after a pause nothing leaves but what was let go, and then it goes on", async () => {
  const side = await openFarSide()
  const settings = { port: side.port, paceKey: "paused" }
  const run = await startedToyRun(database, system, { rows: 600, settings, pace: { perSecond: 60 } })
  while (workers.length < WORKERS) workers.push(startToyWorker(url, folder))
  expect(await comesTrue(() => side.taken.length > 100, REACHED_MS_MAX)).toBe(true)
  await pausePlannedRun(support, run.id, "a look at it")
  const isStill = async () => (await bothCounts(database, run)).states.sending === 0
  expect(await comesTrue(isStill, REACHED_MS_MAX)).toBe(true)
  const taken = side.taken.length
  expect(taken).toBeLessThan(500)
  expect((await bothCounts(database, run)).states.accepted).toBe(taken)
  await resumePlannedRun(support, run.id, "seen")
  expect(await comesTrue(() => side.taken.length === 600, REACHED_MS_MAX)).toBe(true)
  expect([...side.counts().values()].every((count) => count === 1)).toBe(true)
})
