import { copyFile } from "node:fs/promises"
import { beforeEach, expect, test, vi } from "vitest"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { openHeldLocks } from "../../platform/db/held-lock.ts"
import { openReader } from "../../platform/engine/reader.ts"
import { openSecrets } from "../../platform/secrets.ts"
import { openSink } from "../../platform/sink/client.ts"
import { transportsOf } from "../../platform/smtp/open-transport.ts"
import { createChunks } from "../../runs/create-chunks.ts"
import { listFile } from "../../runs/planning/run-folder.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { startRun } from "../../runs/start-run.ts"
import { workOffPlannedRuns } from "../../runs/work-off-planned-runs.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { type FrozenPerson, frozenRun } from "../../testing/notices/frozen-run.ts"
import { ownSink } from "../../testing/own-sink.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { deliverLetters } from "./deliver-letters.ts"

const { database, url } = await ownDatabase()
const dataFolder = temporaryFolder()
const { sink, settings, config } = await ownSink(dataFolder)
const { system, as } = contextsOver(database, dataFolder, { settings, results: openReader(config) })
const user = deliverLetters({
  openTransport: transportsOf(config, openSink(config, openSecrets(config))),
  sign: null,
})

beforeEach(() => sink.faults.clear())

/** A run under way over these people, as its approval leaves it. */
async function running(people: FrozenPerson[]) {
  const legal = await as("legal")
  const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
  const { id } = await declareIncident(legal, declared)
  const run = await frozenRun(database, system, id, { people })
  const skips = Array.from({ length: Math.ceil(people.length / 500) }, (_, nth) => ({
    suppressed: people.slice(nth * 500, (nth + 1) * 500).filter(({ skip }) => skip).length,
  }))
  await system.ledger(async (tx) => {
    await createChunks(tx, run.id, [{ part: "owner_shown", fromRow: 0, toRow: people.length, skips }])
    await startRun(tx, run.id, null, new Date())
  })
  return run
}

/** Two workers until the run is in this state. */
async function workUntil(runId: string, state: string): Promise<void> {
  const ending = new AbortController()
  const workers = [1, 2].map(() => workOffPlannedRuns(system, [user], openHeldLocks(url), ending.signal))
  await vi.waitFor(
    async () => {
      const run = await database.plannedRun.findUniqueOrThrow({ where: { id: runId } })
      expect(run.state).toBe(state)
    },
    { timeout: 60_000, interval: 100 },
  )
  ending.abort()
  await Promise.all(workers)
}

test("two workers give each person one letter, ask about what nobody knows, and finish", {
  timeout: 90_000,
}, async () => {
  const people = Array.from({ length: 1_300 }, (_, nth) => ({
    email: nth === 7 ? "no address" : `person-${nth}@first.example`,
    skip: nth % 100 === 3 ? "law_hold" : null,
  }))
  await sink.faults.add({ does: "drop_kept", every: 50, times: 5 })
  const before = await sink.count()
  const run = await running(people)
  await workUntil(run.id, "finished")
  const { states } = await runCounts(database, run.id)
  expect(states).toMatchObject({
    accepted: 1_286,
    rejected: 1,
    suppressed: 13,
    unknown: 0,
    queued: 0,
    sending: 0,
  })
  const after = await sink.count()
  expect([after.letters - before.letters, after.messages - before.messages]).toEqual([1_286, 1_286])
  expect((await sink.list({ limit: 1, to: "person-3@first.example" })).letters).toEqual([])
})

test("a list that is not the frozen one pauses the run, in words, and nobody gets a letter", {
  timeout: 60_000,
}, async () => {
  const run = await running([{ email: "one@second.example" }])
  const other = await frozenRun(database, system, run.incidentId, {
    people: [{ email: "two@second.example" }],
  })
  await copyFile(listFile(config, other), listFile(config, run))
  await workUntil(run.id, "paused")
  expect((await database.plannedRun.findUniqueOrThrow({ where: { id: run.id } })).pauseReason).toBe(
    "The list of this run is not the one that was frozen",
  )
  for (const to of ["one@second.example", "two@second.example"])
    expect((await sink.list({ limit: 1, to })).letters).toEqual([])
})

test("a relay that refuses too many pauses the run", { timeout: 60_000 }, async () => {
  await sink.faults.add({
    does: "reply",
    code: 550,
    status: "5.1.1",
    at: "rcpt",
    every: 2,
    to: "*@third.example",
  })
  const people = Array.from({ length: 3_000 }, (_, nth) => ({ email: `person-${nth}@third.example` }))
  const run = await running(people)
  await database.plannedRun.update({ where: { id: run.id }, data: { pace: { perSecond: 200 } } })
  await workUntil(run.id, "paused")
  const { pauseReason } = await database.plannedRun.findUniqueOrThrow({ where: { id: run.id } })
  expect(pauseReason).toMatch(
    /^[45]\d(\.\d)? % of the (latest )?letters came back or were refused; 5 % was agreed to$/,
  )
})
