import { randomUUID } from "node:crypto"
import { beforeEach, describe, expect, test } from "vitest"
import type { PlannedRun } from "../../prisma/generated/client.ts"
import { openHeldLocks } from "../platform/db/held-lock.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { bothCounts, startedToyRun } from "../testing/runs/toy-run.ts"
import { toyItem } from "../testing/runs/toy-user.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { askAgainUnknown } from "./ask-again-unknown.ts"
import { claimChunk, LEASE_S } from "./claim-chunk.ts"
import { closeChunks } from "./close-chunks.ts"
import type { Item, Outcome, UnknownItem, Whereabouts } from "./kind.ts"
import { pausePlannedRun } from "./pause-planned-run.ts"
import { reapWorkers } from "./reap-workers.ts"
import { renewLeases } from "./renew-leases.ts"
import { stopPlannedRun } from "./stop-planned-run.ts"
import { takeTurn } from "./turn.ts"

const { database, url } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const support = await as("support")
const hold = openHeldLocks(url)

let run: PlannedRun
let workerId: string
beforeEach(async () => {
  run = await startedToyRun(database, system, { rows: 500, settings: { port: 1, paceKey: "toy" } })
  workerId = randomUUID()
})

const fill = async (from: number, to: number) =>
  Array.from({ length: to - from }, (_, nth) => toyItem(run, from + nth))
async function claimed(by = workerId) {
  const claim = await claimChunk(system, run.id, by, { fill })
  if (!claim) throw new Error("a chunk is open")
  return claim
}
const begin = async (items: readonly Item[], epoch = 1, by = workerId) =>
  await takeTurn(system, {
    runId: run.id,
    workerId: by,
    begin: items.map(({ row, chunk }) => ({ row, chunk, epoch })),
    settle: [],
  })
const settle = async (items: readonly Item[], outcome: Outcome) =>
  await takeTurn(system, {
    runId: run.id,
    workerId,
    begin: [],
    settle: items.map(({ row, chunk, attempt }) => ({ row, chunk, attempt, outcome })),
  })
const itemOf = (row: number) => database.runItem.findFirstOrThrow({ where: { runId: run.id, row } })
const chunk = () => database.runChunk.findFirstOrThrow({ where: { runId: run.id } })
const passLease = (seconds: number) =>
  database.$executeRaw`UPDATE run_chunk SET lease_until = lease_until - make_interval(secs => ${seconds}::float8)
    WHERE run_id = ${run.id}::uuid`
const accepted = { state: "accepted", reason: "250" } as const
const deferred = { state: "deferred", reason: "451", againInS: 0, isPushback: false } as const

describe("a turn", () => {
  test("writes outcomes and commits the next as being sent, in one step", async () => {
    const { items } = await claimed()
    expect(await begin(items.slice(0, 3))).toEqual({ begun: [0, 1, 2], isOpen: true, isOurs: true })
    const turn = await takeTurn(system, {
      runId: run.id,
      workerId,
      begin: items.slice(3, 5).map(({ row, chunk: number }) => ({ row, chunk: number, epoch: 1 })),
      settle: [
        { row: 0, chunk: 1, attempt: 1, outcome: accepted },
        { row: 1, chunk: 1, attempt: 1, outcome: { state: "rejected", reason: "5.7.1" } },
        { row: 2, chunk: 1, attempt: 1, outcome: { ...deferred, againInS: 60 } },
      ],
    })
    expect(turn.begun).toEqual([3, 4])
    expect(await chunk()).toMatchObject({ queued: 495, sending: 2, accepted: 1, rejected: 1, deferred: 1 })
    expect(await itemOf(0)).toMatchObject({ state: "accepted", attempts: 1, sentAt: expect.any(Date) })
    expect(await itemOf(1)).toMatchObject({ state: "rejected", reason: "5.7.1", sentAt: null })
    expect((await itemOf(2)).notBefore?.getTime()).toBeGreaterThan(Date.now() + 50_000)
  })

  test("told twice, because its answer was lost, changes nothing the second time", async () => {
    const { items } = await claimed()
    const first = items.slice(0, 2)
    await begin(first)
    expect((await begin(first)).begun).toEqual([])
    await settle(first, accepted)
    await settle(first, deferred)
    expect(await chunk()).toMatchObject({ queued: 498, sending: 0, accepted: 2, deferred: 0 })
  })

  test("begins nothing in a run that is paused, has not begun, or has a newer revision to be held against it", async () => {
    const { items } = await claimed()
    const closed = { begun: [], isOpen: false }
    const change = (data: object) => database.plannedRun.update({ where: { id: run.id }, data })
    await change({ startsAt: new Date(Date.now() + 60_000) })
    expect(await begin(items.slice(0, 1))).toMatchObject(closed)
    await change({ startsAt: new Date() })
    const { id: evidenceSetId } = await database.evidenceSet.create({
      data: { incidentId: run.incidentId, kind: "upload", addedBy: "system" },
    })
    const revision = {
      incidentId: run.incidentId,
      evidenceSetId,
      incidentFile: "",
      mappings: {},
      requestedBy: "system",
    }
    await database.revision.create({ data: { ...revision, number: 1 } })
    expect((await begin(items.slice(0, 1))).begun).toEqual([0])
    await database.revision.updateMany({
      where: { incidentId: run.incidentId },
      data: { completedAt: new Date() },
    })
    expect(await begin(items.slice(1, 2))).toMatchObject(closed)
    await change({ checkedRevision: 1 })
    expect((await begin(items.slice(1, 2))).begun).toEqual([1])
    await pausePlannedRun(support, run.id, "a look at it")
    expect(await begin(items.slice(2, 3))).toMatchObject(closed)
    // What was under way comes to its end.
    await settle(items.slice(0, 2), accepted)
    expect(await chunk()).toMatchObject({ accepted: 2, sending: 0 })
  })

  test("leaves out what was held or taken meanwhile", async () => {
    const { items } = await claimed()
    await database.$executeRaw`UPDATE run_item SET state = 'held' WHERE run_id = ${run.id}::uuid AND row = 1`
    await database.$executeRaw`UPDATE run_chunk SET queued = 499, held = 1 WHERE run_id = ${run.id}::uuid`
    expect(await begin(items.slice(0, 3))).toEqual({ begun: [0, 2], isOpen: true, isOurs: true })
  })
})

describe("a worker whose lease is over", () => {
  test("begins nothing more, but what became of its items is written", async () => {
    const { items } = await claimed()
    await begin(items.slice(0, 2))
    await passLease(LEASE_S)
    expect(await begin(items.slice(2, 4))).toMatchObject({ begun: [], isOurs: false })
    await passLease(5.1)
    const next = randomUUID()
    expect(await reapWorkers(system)).toBe(2)
    expect((await claimed(next)).items.map(({ row }) => row)).toEqual(items.slice(2).map(({ row }) => row))
    expect(await begin(items.slice(2, 4))).toMatchObject({ begun: [], isOurs: false })
    expect(await chunk()).toMatchObject({ unknown: 2, epoch: 2, workerId: next })
    await settle(items.slice(0, 1), accepted)
    await settle(items.slice(1, 2), deferred)
    expect(await itemOf(0)).toMatchObject({ state: "accepted" })
    expect(await itemOf(1)).toMatchObject({ state: "deferred", sentAt: null })
  })

  test("does not undo what a later attempt has done, unless the item was taken", async () => {
    const { items } = await claimed()
    const [one, two] = items
    if (!one || !two) throw new Error("there are items")
    await begin([one, two])
    await settle([one, two], deferred)
    await closeChunks(system, run.id, workerId, [{ number: 1, epoch: 1 }])
    const next = randomUUID()
    expect((await claimed(next)).items.slice(0, 2)).toMatchObject([{ attempt: 2 }, { attempt: 2 }])
    await begin([one, two], 2, next)
    await settle([one], deferred)
    await settle([two], accepted)
    expect(await itemOf(0)).toMatchObject({ state: "sending", attempts: 2 })
    expect(await itemOf(1)).toMatchObject({ state: "accepted" })
  })

  test("keeps its chunks for as long as it renews, and as its lock is held", async () => {
    const { items } = await claimed()
    await begin(items.slice(0, 5))
    await passLease(LEASE_S + 6)
    await renewLeases(system, workerId)
    expect(await reapWorkers(system)).toBe(0)
    const lock = await hold(workerId)
    await passLease(LEASE_S + 6)
    expect(await reapWorkers(system)).toBe(0)
    await lock.release()
    const reaped = await Promise.all([reapWorkers(system), reapWorkers(system), reapWorkers(system)])
    expect(reaped.reduce((sum, count) => sum + count, 0)).toBe(5)
    expect(await chunk()).toMatchObject({ state: "open", unknown: 5, queued: 495, workerId: null })
  })

  test("of a run that was stopped meanwhile leaves nothing that waits", async () => {
    const { items } = await claimed()
    await begin(items.slice(0, 2))
    await stopPlannedRun(support, run.id, "enough")
    await passLease(LEASE_S + 6)
    await reapWorkers(system)
    await settle(items.slice(0, 1), deferred)
    await reapWorkers(system)
    const { states, counted } = await bothCounts(database, run)
    expect(states).toEqual(counted)
    expect(states).toMatchObject({ cancelled: 499, unknown: 1, deferred: 0, queued: 0 })
    expect(await chunk()).toMatchObject({ state: "done" })
  })
})

test("what was put off waits for its time, and after a day and three attempts is not tried again", async () => {
  const { items } = await claimed()
  const [soon, later, late] = items
  if (!soon || !later || !late) throw new Error("there are items")
  await begin(items)
  await settle([soon, late], deferred)
  await settle([later], { ...deferred, againInS: 60 })
  await settle(items.slice(3), accepted)
  await database.$executeRaw`UPDATE run_item SET tried_at = now() - interval '25 hours', attempts = CASE row WHEN 2 THEN 3 ELSE 1 END
    WHERE run_id = ${run.id}::uuid AND row IN (0, 2)`
  await closeChunks(system, run.id, workerId, [{ number: 1, epoch: 1 }])
  const again = await claimed()
  expect(again.items).toMatchObject([{ row: 0, attempt: 2 }])
  expect(await itemOf(2)).toMatchObject({ state: "rejected", reason: "not taken within 24 h" })
  await begin(again.items, 2)
  await settle(again.items, accepted)
  await closeChunks(system, run.id, workerId, [{ number: 1, epoch: 2 }])
  expect(await chunk()).toMatchObject({ state: "open", deferred: 1, notBefore: expect.any(Date) })
  expect(await claimChunk(system, run.id, workerId, { fill })).toBeNull()
})

describe("what nobody knows", () => {
  const places: Record<number, Whereabouts> = { 0: "there", 1: "absent", 2: "in_progress" }
  const lookUp = async (items: readonly UnknownItem[]) =>
    new Map(
      items.flatMap(({ token }): [string, Whereabouts][] => {
        const place = places[Number(token.slice(run.id.length + 1))]
        return place ? [[token, place]] : []
      }),
    )
  async function unknown() {
    const { items } = await claimed()
    await begin(items.slice(0, 4))
    await settle(items.slice(0, 4), { state: "unknown", reason: "no answer" })
  }
  const age = () =>
    database.$executeRaw`UPDATE run_item SET changed_at = now() - interval '21 seconds' WHERE run_id = ${run.id}::uuid`

  test("is settled by who can be asked: taken at once, absent after a while", async () => {
    await unknown()
    expect(await askAgainUnknown(system, run.id, { lookUp })).toEqual({ accepted: 1, absent: 0, left: 3 })
    await age()
    expect(await askAgainUnknown(system, run.id, { lookUp })).toEqual({ accepted: 0, absent: 1, left: 2 })
    expect(await itemOf(0)).toMatchObject({ state: "accepted", reason: "found at the other side" })
    expect(await itemOf(1)).toMatchObject({ state: "queued", sentAt: null })
    expect(await askAgainUnknown(system, run.id, {})).toEqual({ accepted: 0, absent: 0, left: 2 })
  })

  test("is cancelled where it is absent and the run has ended", async () => {
    await unknown()
    await stopPlannedRun(support, run.id, "enough")
    await age()
    await askAgainUnknown(system, run.id, { lookUp })
    expect(await itemOf(1)).toMatchObject({ state: "cancelled", reason: "surely not sent", sentAt: null })
    expect(await itemOf(2)).toMatchObject({ state: "unknown", sentAt: expect.any(Date) })
  })
})

test("a lock is one session's alone, and is lost with its connection", async () => {
  const id = randomUUID()
  const lock = await hold(id)
  let hasSecond = false
  const second = hold(id).then((held) => {
    hasSecond = true
    return held
  })
  expect(lock.lost.aborted).toBe(false)
  await database.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND objid = ('x' || substr(replace(${id}, '-', ''), 9, 8))::bit(32)::int::oid`
  if (!lock.lost.aborted) await new Promise((resolve) => lock.lost.addEventListener("abort", resolve))
  const held = await second
  expect(hasSecond).toBe(true)
  expect(held.lost.aborted).toBe(false)
  await held.release()
  await lock.release()
})
