import { readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { expect, test } from "vitest"
import { listWorkLists } from "../../runs/external/list-work-lists.ts"
import { insertHeld } from "../../runs/insert-held.ts"
import { pausePlannedRun } from "../../runs/pause-planned-run.ts"
import { runFolder } from "../../runs/planning/run-folder.ts"
import { stopPlannedRun } from "../../runs/stop-planned-run.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { externalRun } from "../../testing/database/external-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { placeHold } from "../audience/place-hold.ts"
import { handOut } from "./hand-out.ts"
import { letterLists } from "./letter-lists.ts"
import { openWorkListFile } from "./open-work-list-file.ts"
import { receiveResults } from "./receive-results.ts"
import { writeWorkList } from "./write-work-list.ts"
import { writeWorkListAgain } from "./write-work-list-again.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const [support, auditor] = [await as("support"), await as("auditor")]

async function written() {
  const run = await externalRun(database, security, system, 600)
  const stretch = await handOut(support, run.openWork(support), run.runId, { hours: 24 })
  if (!stretch) throw new Error("there is a stretch")
  const list = await writeWorkList(support, run.openWork(support), stretch, { hasLetters: false })
  return { ...run, list }
}

const listed = (runId: string) => listWorkLists(auditor, letterLists, runId)

const bytesOf = async function* (content: string) {
  yield Buffer.from(content)
}

test("work lists that were written are listed, and their files read by whoever may hand letters out", async () => {
  const { runId, list } = await written()
  expect(await listed(runId)).toMatchObject([{ stretch: "1-2", items: 540, files: list.files }])
  for (const { name, bytes } of list.files) {
    const file = await openWorkListFile(support, runId, "1-2", name)
    expect(file.bytes).toBe(bytes)
    expect(Buffer.byteLength(await text(file.pieces))).toBe(bytes)
  }
  expect(
    JSON.parse(await text((await openWorkListFile(support, runId, "1-2", "manifest.json")).pieces)),
  ).toHaveProperty("letters", 540)
  await expect(openWorkListFile(auditor, runId, "1-2", "list.csv")).rejects.toMatchObject({
    code: "forbidden",
  })
  for (const [stretch, name] of [
    ["1-2", "../list.parquet"],
    ["1-2", "letters.ndjson"],
    ["../1-2", "list.csv"],
    ["9-9", "manifest.json"],
  ] as const)
    await expect(openWorkListFile(support, runId, stretch, name)).rejects.toMatchObject({ code: "not_found" })
})

test("each file that is taken away has its entry, with who took it", async () => {
  const { runId, incidentId } = await written()
  await text((await openWorkListFile(support, runId, "1-2", "list.csv")).pieces)
  await expect(openWorkListFile(support, runId, "1-2", "else.csv")).rejects.toMatchObject({
    code: "not_found",
  })
  expect(await entriesOf(database, { incidentId, act: "notice.take_work_list" })).toMatchObject([
    { actor: support.actor.id, details: { run: 1, chunks: "1-2", file: "list.csv" } },
  ])
})

test("what was handed out and not written is listed, and can be written then; once it is, it is listed once", async () => {
  const { runId, openWork } = await externalRun(database, security, system, 2_000)
  const open = openWork(support)
  const first = await handOut(support, open, runId, { hours: 24, lettersMax: 1_000 })
  if (!first) throw new Error("there is a stretch")
  await writeWorkList(support, open, first, { hasLetters: false })
  const second = await handOut(support, open, runId, { hours: 48 })
  expect(await listed(runId)).toMatchObject([
    { stretch: "1-2", items: 900, files: { length: 3 } },
    { stretch: "3-4", items: 900, deadline: second?.deadlineAt.toISOString(), files: [] },
  ])
  await expect(openWorkListFile(support, runId, "3-4", "manifest.json")).rejects.toMatchObject({
    code: "not_found",
  })
  expect(await writeWorkListAgain(support, open, runId, "3-4", { hasLetters: false })).toMatchObject({
    stretch: "3-4",
    letters: 900,
    deadlineAt: second?.deadlineAt,
  })
  expect(await listed(runId)).toMatchObject([{ stretch: "1-2" }, { stretch: "3-4", files: { length: 3 } }])
})

test("a list that lost its manifest is one that is still to be written", async () => {
  const { runId, list } = await written()
  rmSync(join(list.folder, "manifest.json"))
  expect(await listed(runId)).toMatchObject([{ stretch: "1-2", items: 540, files: [] }])
})

test("whom a newer revision moves after letters were handed out is on no list that is written then", async () => {
  const { runId, openWork } = await externalRun(database, security, system, 600)
  const stretch = await handOut(support, openWork(support), runId, { hours: 24 })
  if (!stretch) throw new Error("there is a stretch")
  const { token, row, subject, variant } = await database.runItem.findFirstOrThrow({
    where: { runId, state: "sending" },
  })
  const reason = "stands in another group by a newer revision"
  await system.ledger((tx) => insertHeld(tx, runId, [{ row, subject, variant, token, reason }]))
  const { letters, folder: there } = await writeWorkList(support, openWork(support), stretch, {
    hasLetters: false,
  })
  expect(letters).toBe(539)
  expect(readFileSync(join(there, "list.ndjson"), "utf8")).not.toContain(token)
})

test("a list is written again as one, without what has come back, and by whoever may hand letters out", async () => {
  const { runId, openWork } = await written()
  const { token } = await database.runItem.findFirstOrThrow({ where: { runId, state: "sending" } })
  const said = bytesOf(`${JSON.stringify({ token, state: "accepted" })}\n`)
  await receiveResults(support, runId, "back.ndjson", said, null)
  const again = (ctx: typeof support, stretch: string) =>
    writeWorkListAgain(ctx, openWork(ctx), runId, stretch, { hasLetters: true })
  expect(await again(support, "1-2")).toMatchObject({ letters: 539 })
  expect(await listed(runId)).toMatchObject([{ stretch: "1-2", items: 539 }])
  for (const stretch of ["1-1", "2-3", "../1-2", ""])
    await expect(again(support, stretch)).rejects.toMatchObject({ code: "not_found" })
  await expect(again(auditor, "1-2")).rejects.toMatchObject({ code: "forbidden" })
})

test("nothing goes out of a run that is paused, stopped, or that an authority asks to wait with", async () => {
  const { runId, incidentId, openWork } = await written()
  const stretch = { runId, fromChunk: 1, toChunk: 2 }
  const refused = async (told: RegExp) => {
    const expected = { code: "precondition", message: expect.stringMatching(told) }
    await expect(openWorkListFile(support, runId, "1-2", "list.csv")).rejects.toMatchObject(expected)
    await expect(
      writeWorkList(support, openWork(support), stretch, { hasLetters: false }),
    ).rejects.toMatchObject(expected)
  }
  const hold = { place: null, agency: "Oakland Police", reason: "An arrest is to be made on Monday" }
  await placeHold(await as("legal"), incidentId, hold)
  await refused(/is paused/)
  await database.plannedRun.update({ where: { id: runId }, data: { state: "running" } })
  await refused(/Oakland Police asks to wait/)
  await database.noticeHold.updateMany({ where: { incidentId }, data: { liftedAt: new Date() } })
  await text((await openWorkListFile(support, runId, "1-2", "list.csv")).pieces)
  await stopPlannedRun(support, runId, "The wrong people are on it")
  await refused(/has ended/)
})

test("a list that is being written when its run is paused goes nowhere", async () => {
  const { runId, openWork } = await externalRun(database, security, system, 600)
  const stretch = await handOut(support, openWork(support), runId, { hours: 24 })
  if (!stretch) throw new Error("there is a stretch")
  const pausing = async (...given: Parameters<ReturnType<typeof openWork>>) => {
    await pausePlannedRun(support, runId, "An authority calls")
    return await openWork(support)(...given)
  }
  await expect(writeWorkList(support, pausing, stretch, { hasLetters: false })).rejects.toMatchObject({
    code: "precondition",
  })
  expect(await listed(runId)).toMatchObject([{ stretch: "1-2", files: [] }])
})

test("a results file that is sent is kept beside the run and counts once", async () => {
  const { runId, incidentId, states } = await written()
  const { token } = await database.runItem.findFirstOrThrow({ where: { runId, state: "sending" } })
  const content = `${JSON.stringify({ token, state: "accepted" })}\n`
  const send = (name: string, bytes: number | null = null) =>
    receiveResults(support, runId, name, bytesOf(content), bytes)
  expect(await send("back.ndjson", content.length)).toMatchObject({ rows: 1, applied: 1 })
  expect(await send("back.NDJSON")).toMatchObject({ rows: 1, applied: 0, known: 1 })
  expect(await states()).toMatchObject({ accepted: 1, sending: 539 })
  const kept = () => readdirSync(join(folder, runFolder({ id: runId, incidentId }), "results"))
  expect(kept()).toHaveLength(2)
  await expect(send("back.exe")).rejects.toMatchObject({ code: "invalid" })
  await expect(send("back.csv", 3)).rejects.toMatchObject({ code: "invalid" })
  expect(kept()).toHaveLength(2)
  await expect(receiveResults(auditor, runId, "back.ndjson", bytesOf(content), null)).rejects.toMatchObject({
    code: "forbidden",
  })
})
