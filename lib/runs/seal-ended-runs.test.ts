import { randomUUID } from "node:crypto"
import { beforeEach, expect, test } from "vitest"
import type { PlannedRun } from "../../prisma/generated/client.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { startedToyRun } from "../testing/runs/toy-run.ts"
import { toyItem } from "../testing/runs/toy-user.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { claimChunk } from "./claim-chunk.ts"
import { closeChunks } from "./close-chunks.ts"
import { moveItems } from "./move-items.ts"
import { sealEndedRuns } from "./seal-ended-runs.ts"
import { stopPlannedRun } from "./stop-planned-run.ts"
import { takeTurn } from "./turn.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const support = await as("support")
const workerId = randomUUID()

let run: PlannedRun
beforeEach(async () => {
  run = await startedToyRun(database, system, { rows: 600, settings: { port: 1, paceKey: "toy" } })
})

const look = () => sealEndedRuns(system, new AbortController().signal)
const pass = (time: string) =>
  database.$executeRaw`UPDATE planned_run SET sealed_at = coalesce(sealed_at, ended_at) - ${time}::interval
    WHERE id = ${run.id}::uuid`
const seals = async () =>
  (await entriesOf(database, { incidentId: run.incidentId, act: "planned_run.seal" })).map(
    ({ details }) => details,
  )
const itemsDigest = expect.stringMatching(/^[0-9a-f]{64}$/)
const move = (row: number, from: "sending" | "accepted", to: "accepted" | "bounced") =>
  system.ledger((tx) => moveItems(tx, run.id, [{ row, from: [from], to, reason: "5.1.1" }]))

/** Two letters were on their way when it was stopped. */
async function stoppedUnderWay() {
  const fill = async (from: number, to: number) =>
    Array.from({ length: to - from }, (_, nth) => toyItem(run, from + nth))
  const claim = await claimChunk(system, run.id, workerId, { fill })
  if (!claim) throw new Error("a chunk is open")
  const begin = [0, 1].map((row) => ({ row, chunk: 1, epoch: 1 }))
  await takeTurn(system, { runId: run.id, workerId, begin, settle: [] })
  await stopPlannedRun(support, run.id, "wrong copy")
}

test("a run that was stopped is sealed with its items when nothing is on its way any more", async () => {
  await stoppedUnderWay()
  await pass("2 minutes")
  await look()
  expect(await seals()).toEqual([])
  await move(0, "sending", "accepted")
  await move(1, "sending", "accepted")
  await closeChunks(system, run.id, workerId, [{ number: 1, epoch: 1 }])
  await Promise.all([look(), look(), look()])
  expect(await seals()).toMatchObject([{ counts: { accepted: 2, cancelled: 598 }, items: itemsDigest }])
  await pass("2 hours")
  await look()
  expect(await seals()).toHaveLength(1)
})

test("what reports move after the end is sealed again, at most once an hour", async () => {
  await stoppedUnderWay()
  await move(0, "sending", "accepted")
  await move(1, "sending", "accepted")
  await closeChunks(system, run.id, workerId, [{ number: 1, epoch: 1 }])
  await pass("2 minutes")
  await look()
  await move(0, "accepted", "bounced")
  await pass("30 minutes")
  await look()
  expect(await seals()).toHaveLength(1)
  await pass("31 minutes")
  await look()
  const [first, second, ...more] = await seals()
  expect(more).toEqual([])
  expect(second).toMatchObject({ counts: { accepted: 1, bounced: 1, cancelled: 598 }, items: itemsDigest })
  expect(second?.items).not.toBe(first?.items)
})

test("a run that was finished is sealed also where its worker ended before it could", async () => {
  await stoppedUnderWay()
  await move(0, "sending", "accepted")
  await move(1, "sending", "accepted")
  await closeChunks(system, run.id, workerId, [{ number: 1, epoch: 1 }])
  await database.plannedRun.update({
    where: { id: run.id },
    data: { state: "finished", sealedAt: new Date() },
  })
  await look()
  expect(await seals()).toEqual([])
  await pass("61 seconds")
  await look()
  expect(await seals()).toMatchObject([{ items: itemsDigest }])
})

test("a run that was stopped before it began has nothing to seal", async () => {
  await database.plannedRun.update({ where: { id: run.id }, data: { state: "planned", startedAt: null } })
  await stopPlannedRun(support, run.id, "not wanted")
  await pass("2 hours")
  await look()
  expect(await seals()).toEqual([])
})
