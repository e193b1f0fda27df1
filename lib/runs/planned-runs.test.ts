import { randomUUID } from "node:crypto"
import { beforeEach, describe, expect, test } from "vitest"
import type { PlannedRun } from "../../prisma/generated/client.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { bothCounts, plannedToyRun, startedToyRun } from "../testing/runs/toy-run.ts"
import { toyItem } from "../testing/runs/toy-user.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { claimChunk } from "./claim-chunk.ts"
import { closeChunks } from "./close-chunks.ts"
import { createChunks } from "./create-chunks.ts"
import { finishRun } from "./finish-run.ts"
import { handOutChunks } from "./hand-out-chunks.ts"
import { insertHeld } from "./insert-held.ts"
import { moveItems } from "./move-items.ts"
import { pausePlannedRun } from "./pause-planned-run.ts"
import { resumePlannedRun } from "./resume-planned-run.ts"
import { runCounts } from "./run-counts.ts"
import { sealIfDue } from "./seal-run.ts"
import { startRun } from "./start-run.ts"
import { stopPlannedRun } from "./stop-planned-run.ts"
import { takeTurn } from "./turn.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const support = await as("support")
const security = await as("security")
const auditor = await as("auditor")

const toy = { rows: 1_200, settings: { port: 1, paceKey: "toy", skipEvery: 100 } }
const now = () => new Date()
const workerId = randomUUID()

let run: PlannedRun
beforeEach(async () => {
  run = await startedToyRun(database, system, toy)
})

const state = async (of = run) =>
  (await database.plannedRun.findUniqueOrThrow({ where: { id: of.id } })).state
const chunks = () => database.runChunk.findMany({ where: { runId: run.id }, orderBy: { number: "asc" } })
const acts = async () => (await entriesOf(database, { incidentId: run.incidentId })).map(({ act }) => act)
const fillNext = (of = run) =>
  claimChunk(system, of.id, workerId, {
    fill: async (from, to) => Array.from({ length: to - from }, (_, nth) => toyItem(of, from + nth)),
  })
/** The next chunk with some of its items on their way. */
async function sending(count: number) {
  const claimed = await fillNext()
  if (!claimed) throw new Error("a chunk is open")
  const { chunk, items } = claimed
  const begin = items.slice(0, count).map(({ row }) => ({ row, chunk: chunk.number, epoch: chunk.epoch }))
  const { begun } = await takeTurn(system, { runId: run.id, workerId, begin, settle: [] })
  return { chunk, begun }
}

describe("chunks", () => {
  test("have 500 rows of one part each, with counters that add up before they are filled", async () => {
    const parts = [
      { part: "first", rows: 700 },
      { part: "last", rows: 3 },
    ]
    const other = await plannedToyRun(database, system, { ...toy, rows: 703, parts })
    const made = await database.runChunk.findMany({ where: { runId: other.id }, orderBy: { number: "asc" } })
    expect(
      made.map(({ part, fromRow, toRow, queued, suppressed }) => [part, fromRow, toRow, queued, suppressed]),
    ).toEqual([
      ["first", 0, 500, 495, 5],
      ["first", 500, 700, 198, 2],
      ["last", 700, 703, 2, 1],
    ])
    const { states, parts: byPart } = await runCounts(system.db, other.id)
    expect(Object.keys(byPart)).toEqual(["first", "last"])
    expect([states.queued, states.suppressed, byPart.first?.queued]).toEqual([695, 8, 693])
    await expect(system.ledger((tx) => createChunks(tx, other.id, []))).rejects.toMatchObject({
      code: "conflict",
    })
  })

  test("are filled by who leases them, each by one, and given back for the rest", async () => {
    const claims = await Promise.all([fillNext(), fillNext(), fillNext(), fillNext()])
    expect(claims.map((claim) => claim?.chunk.number).toSorted()).toEqual([1, 2, 3, undefined])
    expect(claims.flatMap((claim) => claim?.items ?? [])).toHaveLength(1_188)
    const { states, counted } = await bothCounts(database, run)
    expect(states).toEqual(counted)
    await closeChunks(system, run.id, workerId, [{ number: 1, epoch: 1 }])
    await closeChunks(system, run.id, workerId, [{ number: 2, epoch: 9 }])
    expect((await chunks()).map((chunk) => chunk.state)).toEqual(["open", "leased", "leased"])
  })

  test("are held against what happened since, by whoever takes them filled", async () => {
    const first = await fillNext()
    await closeChunks(system, run.id, workerId, first ? [first.chunk] : [])
    const work = {
      fill: () => Promise.reject(new Error("it is filled")),
      recheck: async () => [{ row: 7, reason: "told meanwhile" }],
    }
    const to = { itemsMax: 500, deadlineAt: new Date(Date.now() + 60_000) }
    const out = await system.ledger((tx) => handOutChunks(tx, run.id, to, work))
    expect(out).toEqual({ fromChunk: 1, toChunk: 1, items: 494 })
    const item = await database.runItem.findFirstOrThrow({ where: { runId: run.id, row: 7 } })
    expect(item).toMatchObject({ state: "held", reason: "told meanwhile", attempts: 0 })
  })

  test("that come otherwise than the list has them are not taken", async () => {
    const fill = async () => [toyItem(run, 3)]
    await expect(claimChunk(system, run.id, workerId, { fill })).rejects.toThrow(/whole and in order/)
    expect(await database.runItem.count({ where: { runId: run.id } })).toBe(0)
  })
})

describe("moving items", () => {
  test("moves those that are where they are said to be, by row or token, and their counters", async () => {
    const { begun } = await sending(3)
    const [first = 0, second = 0, third = 0] = begun
    const moves = [
      { row: first, from: ["sending"], to: "accepted", reason: "250" },
      { token: `${run.id}-${second}`, from: ["sending", "unknown"], to: "bounced", reason: "5.1.1" },
      { row: third, from: ["unknown"], to: "accepted" },
      { token: "a stranger", from: ["sending"], to: "accepted" },
      { row: 40_000, from: ["sending"], to: "accepted" },
    ] as const
    const moved = await system.ledger((tx) => moveItems(tx, run.id, moves))
    expect(moved).toEqual([
      { row: first, token: `${run.id}-${first}`, subject: `p${first}`, from: "sending", to: "accepted" },
      { row: second, token: `${run.id}-${second}`, subject: `p${second}`, from: "sending", to: "bounced" },
    ])
    expect(await system.ledger((tx) => moveItems(tx, run.id, moves))).toEqual([])
    const [chunk] = await chunks()
    expect(chunk).toMatchObject({ queued: 492, sending: 1, accepted: 1, bounced: 1 })
    const item = await database.runItem.findFirstOrThrow({ where: { runId: run.id, row: first } })
    expect(item).toMatchObject({ state: "accepted", reason: "250", attempts: 1, sentAt: expect.any(Date) })
  })

  test("of many who move the same at once, each item moves once", async () => {
    const { begun } = await sending(20)
    const attempts = ["accepted", "rejected", "unknown", "delivered"] as const
    const moved = await Promise.all(
      attempts.map((to) =>
        system.ledger((tx) =>
          moveItems(
            tx,
            run.id,
            begun.map((row) => ({ row, from: ["sending"], to })),
          ),
        ),
      ),
    )
    expect(moved.flat()).toHaveLength(20)
    const { states, counted } = await bothCounts(database, run)
    expect(states.sending).toBe(0)
    expect(Object.values(counted).reduce((sum, count) => sum + count, 0)).toBe(500)
    expect(states).toMatchObject({ ...counted, queued: 475 + 693, suppressed: 12 })
  })

  test("never goes a way that the table has not", async () => {
    const back = system.ledger((tx) => moveItems(tx, run.id, [{ row: 1, from: ["sending"], to: "queued" }]))
    await expect(back).rejects.toThrow(/no item goes from sending to queued/)
  })

  test("opens a chunk again in which something waits again", async () => {
    const { begun, chunk } = await sending(1_000)
    await system.ledger((tx) =>
      moveItems(
        tx,
        run.id,
        begun.map((row) => ({ row, from: ["sending"], to: "unknown" })),
      ),
    )
    await closeChunks(system, run.id, workerId, [chunk])
    expect((await chunks())[0]).toMatchObject({ state: "done", unknown: 495 })
    await system.ledger((tx) => moveItems(tx, run.id, [{ row: 7, from: ["unknown"], to: "queued" }]))
    expect((await chunks())[0]).toMatchObject({ state: "open", queued: 1, unknown: 494 })
    expect((await fillNext())?.items).toMatchObject([{ row: 7, attempt: 2 }])
  })
})

describe("keeping items back", () => {
  test("before their chunk is filled and after, whoever comes first", async () => {
    await fillNext()
    const items = [1, 2, 501, 502, 1_199].map((row) => ({ ...toyItem(run, row), reason: "has moved" }))
    expect(await system.ledger((tx) => insertHeld(tx, run.id, items))).toBe(5)
    expect(await system.ledger((tx) => insertHeld(tx, run.id, items))).toBe(0)
    expect((await chunks()).map(({ queued, held }) => [queued, held])).toEqual([
      [493, 2],
      [493, 2],
      [197, 1],
    ])
    const second = await fillNext()
    expect(second?.items.map(({ row }) => row)).not.toContain(501)
    await fillNext()
    const { states, counted } = await bothCounts(database, run)
    expect(states).toEqual(counted)
    expect(states.held).toBe(5)
    const kept = await database.runItem.findFirstOrThrow({ where: { runId: run.id, row: 501 } })
    expect(kept).toMatchObject({ state: "held", reason: "has moved" })
  })

  test("goes on beside those who fill, and the counters stay true", async () => {
    const rows = Array.from({ length: 300 }, (_, nth) => nth * 4 + 1)
    const holding = rows.map((row) => ({ ...toyItem(run, row), reason: "has moved" }))
    await Promise.all([
      fillNext(),
      system.ledger((tx) => insertHeld(tx, run.id, holding.slice(0, 150))),
      fillNext(),
      system.ledger((tx) => insertHeld(tx, run.id, holding.slice(100))),
      fillNext(),
    ])
    while (await fillNext()); // A chunk that was held just then was passed over.
    const { states, counted } = await bothCounts(database, run)
    expect(states).toEqual(counted)
    expect(states.held).toBe(300)
  })

  test("keeps back what is on its way as soon as it comes back as not done, and only then", async () => {
    const { chunk, begun } = await sending(4)
    const [putOff = 0, absent = 0, arrived = 0, other = 0] = begun
    const unknown = { row: absent, from: ["sending"], to: "unknown", reason: "no reply" } as const
    await system.ledger((tx) => moveItems(tx, run.id, [unknown]))
    const items = [putOff, absent, arrived].map((row) => ({ ...toyItem(run, row), reason: "has moved" }))
    expect(await system.ledger((tx) => insertHeld(tx, run.id, items))).toBe(0)
    const deferred = { state: "deferred", reason: "450", againInS: 60, isPushback: false } as const
    const told = { chunk: chunk.number, attempt: 1 }
    const settle = [
      { row: putOff, ...told, outcome: deferred },
      { row: arrived, ...told, outcome: { state: "accepted", reason: "250" } as const },
      { row: other, ...told, outcome: deferred },
    ]
    await takeTurn(system, { runId: run.id, workerId, begin: [], settle })
    const found = { row: absent, from: ["unknown"], to: "queued", reason: "surely not sent" } as const
    expect(await system.ledger((tx) => moveItems(tx, run.id, [found]))).toMatchObject([{ to: "held" }])
    const rows = await database.runItem.findMany({ where: { runId: run.id, row: { in: begun } } })
    const held = { state: "held", reason: "has moved", notBefore: null, sentAt: null }
    expect(Object.fromEntries(rows.map((item) => [item.row, item]))).toMatchObject({
      [putOff]: held,
      [absent]: held,
      [arrived]: { state: "accepted", reason: "250" },
      [other]: { state: "deferred", reason: "450" },
    })
    const { states, counted } = await bothCounts(database, run)
    expect(states).toMatchObject({ held: 2, deferred: 1, accepted: 1, unknown: 0, sending: 0 })
    expect(counted).toMatchObject({ held: 2, deferred: 1, accepted: 1, unknown: 0, sending: 0 })
  })

  test("keeps nothing back that is on its way, nor in a run that has ended", async () => {
    const { begun } = await sending(2)
    const items = begun.map((row) => toyItem(run, row))
    expect(await system.ledger((tx) => insertHeld(tx, run.id, items))).toBe(0)
    await stopPlannedRun(support, run.id, "enough")
    expect(await system.ledger((tx) => insertHeld(tx, run.id, [toyItem(run, 900)]))).toBe(0)
  })
})

describe("a run", () => {
  test("begins once, and never beside another of its kind in the incident", async () => {
    await expect(system.ledger((tx) => startRun(tx, run.id, null, now()))).rejects.toMatchObject({
      code: "conflict",
      message: "This run is under way already.",
    })
    const { id: _, ...copy } = run
    const data = { ...copy, number: 2, state: "planned", settings: {}, pace: {}, plan: {} } as const
    const second = await database.plannedRun.create({ data })
    await expect(system.ledger((tx) => startRun(tx, second.id, null, now()))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Another run of this incident is under way"),
    })
    expect(await state(second)).toBe("planned")
  })

  test("is paused and goes on, with an entry for each and its counts in them", async () => {
    expect(await pausePlannedRun(security, run.id, "Support is overrun")).toBe(true)
    expect(await pausePlannedRun(support, run.id, "again")).toBe(false)
    expect(await database.plannedRun.findUniqueOrThrow({ where: { id: run.id } })).toMatchObject({
      state: "paused",
      pausedBy: security.actor.id,
      pauseReason: "Support is overrun",
    })
    expect(await fillNext()).toBeNull()
    expect(await resumePlannedRun(support, run.id, "They have caught up")).toBe(true)
    expect(await resumePlannedRun(support, run.id, "again")).toBe(false)
    const [pause, resume, ...more] = await entriesOf(database, { incidentId: run.incidentId })
    const seal = { run: 1, kind: "notices", counts: { queued: 1_188, suppressed: 12 } }
    expect(pause).toMatchObject({
      act: "planned_run.pause",
      details: { reason: "Support is overrun", ...seal },
    })
    expect(resume).toMatchObject({ act: "planned_run.resume", details: { chunks: pause?.details.chunks } })
    expect(more).toEqual([])
  })

  test("does not go on where somebody has a reason against it, who sees it as it is held", async () => {
    await pausePlannedRun(support, run.id, "an authority asks")
    const check = () => Promise.reject(new Error("an authority asks that people wait"))
    await expect(resumePlannedRun(support, run.id, "go", check)).rejects.toThrow(/an authority/)
    expect(await state()).toBe("paused")
  })

  test("is stopped for good: what waits is cancelled, in the ledger or not, and what is under way ends", async () => {
    const { chunk, begun } = await sending(25)
    const stops = await Promise.all([1, 2, 3].map(() => stopPlannedRun(support, run.id, "wrong copy")))
    expect(stops.toSorted()).toEqual([false, false, true])
    expect((await runCounts(system.db, run.id)).states).toMatchObject({
      queued: 0,
      sending: 25,
      cancelled: 1_163,
    })
    // One is surely not done, and will not be: the others arrived.
    const [first = 0, ...rest] = begun
    const deferred = { state: "deferred", reason: "450", againInS: 1, isPushback: false } as const
    const told = { chunk: chunk.number, attempt: 1 }
    const settle = [
      { row: first, ...told, outcome: deferred },
      ...rest.map((row) => ({ row, ...told, outcome: { state: "accepted", reason: "250" } as const })),
    ]
    await takeTurn(system, { runId: run.id, workerId, begin: [], settle })
    await closeChunks(system, run.id, workerId, [chunk])
    expect((await runCounts(system.db, run.id)).states).toMatchObject({
      accepted: 24,
      cancelled: 1_164,
      deferred: 0,
    })
    expect((await chunks()).map((one) => one.state)).toEqual(["done", "done", "done"])
    expect(await acts()).toEqual(["planned_run.stop"])
    await expect(pausePlannedRun(support, run.id, "x")).rejects.toMatchObject({
      message: "This run was stopped.",
    })
  })

  test("that is stopped while a chunk is being filled fills nothing", async () => {
    const fill = async (from: number, to: number) => {
      await stopPlannedRun(support, run.id, "at once")
      return Array.from({ length: to - from }, (_, nth) => toyItem(run, from + nth))
    }
    expect((await claimChunk(system, run.id, workerId, { fill }))?.items).toEqual([])
    expect(await database.runItem.count({ where: { runId: run.id } })).toBe(0)
    await closeChunks(system, run.id, workerId, [{ number: 1, epoch: 1 }])
    expect((await chunks()).every(({ state: of, queued }) => of === "done" && queued === 0)).toBe(true)
  })

  test("is paused, resumed and stopped by those who may, and by nobody else", async () => {
    const forbidden = { code: "forbidden" }
    await expect(pausePlannedRun(auditor, run.id, "x")).rejects.toMatchObject(forbidden)
    await expect(resumePlannedRun(security, run.id, "x")).rejects.toMatchObject(forbidden)
    await expect(stopPlannedRun(security, run.id, "x")).rejects.toMatchObject(forbidden)
    await expect(stopPlannedRun(support, randomUUID(), "x")).rejects.toMatchObject({ code: "not_found" })
    expect(await acts()).toEqual([])
  })

  test("is paused, resumed and stopped for a reason alone, which fits into the trail", async () => {
    for (const change of [pausePlannedRun, resumePlannedRun, stopPlannedRun])
      for (const reason of ["", " \n\t", "x".repeat(2_001)])
        await expect(change(support, run.id, reason)).rejects.toMatchObject({ code: "invalid" })
    expect(await acts()).toEqual([])
    expect(await pausePlannedRun(support, run.id, "  enough  ")).toBe(true)
    expect((await database.plannedRun.findUniqueOrThrow({ where: { id: run.id } })).pauseReason).toBe(
      "enough",
    )
  })

  test("is finished when nothing waits, and sealed with all its items", async () => {
    expect(await finishRun(system, run.id)).toBe(false)
    for (let claimed = await fillNext(); claimed; claimed = await fillNext()) {
      const { chunk, items } = claimed
      const begin = items.map(({ row }) => ({ row, chunk: chunk.number, epoch: chunk.epoch }))
      await takeTurn(system, { runId: run.id, workerId, begin, settle: [] })
      const outcome = { state: "accepted", reason: "250" } as const
      const settle = items.map(({ row, attempt }) => ({ row, chunk: chunk.number, attempt, outcome }))
      await takeTurn(system, { runId: run.id, workerId, begin: [], settle })
      await closeChunks(system, run.id, workerId, [chunk])
    }
    expect((await Promise.all([finishRun(system, run.id), finishRun(system, run.id)])).toSorted()).toEqual([
      false,
      true,
    ])
    expect(await state()).toBe("finished")
    const entries = await entriesOf(database, { incidentId: run.incidentId })
    expect(entries.map(({ act }) => act)).toEqual(["planned_run.finish", "planned_run.seal"])
    const counts = { accepted: 1_188, suppressed: 12 }
    expect(entries[1]?.details).toMatchObject({ counts, items: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test("is sealed once a minute while it goes on, whoever asks", async () => {
    await sealIfDue(system, run.id)
    await database.$executeRaw`UPDATE planned_run SET started_at = now() - interval '2 minutes' WHERE id = ${run.id}::uuid`
    await Promise.all([1, 2, 3].map(() => sealIfDue(system, run.id)))
    expect(await acts()).toEqual(["planned_run.seal"])
  })
})
