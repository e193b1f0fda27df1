import { expect, test } from "vitest"
import type { ItemState } from "../../runs/rules.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { noticeRun } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { getRunStatus } from "./get-run-status.ts"
import { listAllUnknown } from "./list-all-unknown.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const support = await as("support")
const security = await as("security")
const planted = async (given: Parameters<typeof noticeRun>[2]) => {
  const incident = await newIncident(security)
  return await noticeRun(database, incident.id, given)
}

test("a status counts by state and part, names who is unknown, and says how long the rest takes", async () => {
  const states: ItemState[] = ["accepted", "unknown", "queued", "deferred", "unknown", "bounced"]
  const { runId, items } = await planted({ states, unfilled: [{ rows: 500, counts: { queued: 500 } }] })
  const status = await getRunStatus(support, runId)
  expect(status.states).toMatchObject({ accepted: 1, unknown: 2, queued: 501, deferred: 1, bounced: 1 })
  expect(Object.keys(status.parts)).toEqual(["owner_video", "unaffected"])
  expect(status.unknown).toEqual([items[1]?.pseudonym, items[4]?.pseudonym])
  expect(status.estimate).toMatchObject({ letters: 502 })
  expect(status.estimate?.seconds).toBeGreaterThanOrEqual(10)
})

test("a status names the first five hundred who are unknown, and the whole list all of them", async () => {
  const states = Array.from(
    { length: 1_205 },
    (_, row): ItemState => (row % 200 === 7 ? "accepted" : "unknown"),
  )
  const { runId, items } = await planted({ states })
  const all = items.filter(({ state }) => state === "unknown").map(({ pseudonym }) => pseudonym)
  expect(await listAllUnknown(support, runId)).toEqual(all)
  expect((await getRunStatus(support, runId)).unknown).toEqual(all.slice(0, 500))
  await expect(listAllUnknown(await as("administrator"), runId)).rejects.toMatchObject({ code: "forbidden" })
})

test("a run in which nobody waits has no estimate", async () => {
  const { runId } = await planted({ states: ["accepted", "bounced"], runState: "finished" })
  expect(await getRunStatus(support, runId)).toMatchObject({ estimate: null, perSecond: 0 })
})

test("the rate is that of the last minute", async () => {
  const { runId } = await planted({ states: Array.from({ length: 1_000 }, () => "accepted" as const) })
  await database.$executeRaw`
    UPDATE run_item SET sent_at = now() - make_interval(secs => (999 - row) / 5.0) WHERE run_id = ${runId}::uuid`
  const { perSecond } = await getRunStatus(support, runId)
  expect(perSecond).toBeGreaterThan(4.8)
  expect(perSecond).toBeLessThan(5.2)
})

test("of a quick run, the rate is that of its last letters", async () => {
  const { runId } = await planted({ states: [] })
  await database.$executeRaw`
    INSERT INTO run_chunk (run_id, number, part, from_row, to_row, state, is_filled, queued, accepted)
    SELECT ${runId}::uuid, n + 1, 'unaffected', n * 500, n * 500 + 500, 'done', true, 0, 500 FROM generate_series(0, 79) n`
  await database.$executeRaw`
    INSERT INTO run_item (run_id, row, chunk, subject, variant, token, state, sent_at)
    SELECT ${runId}::uuid, n, n / 500 + 1, 'P-' || n, 'unaffected/en/general', ${runId} || '-' || n, 'accepted',
      now() - make_interval(secs => (39999 - n) / 1000.0) FROM generate_series(0, 39999) n`
  const { perSecond } = await getRunStatus(support, runId)
  expect(perSecond).toBeGreaterThan(900)
  expect(perSecond).toBeLessThan(1_050)
})

test("the status of ten thousand chunks is there in a moment", async () => {
  const { runId } = await planted({ states: [] })
  await database.$executeRaw`
    INSERT INTO run_chunk (run_id, number, part, from_row, to_row, state, queued)
    SELECT ${runId}::uuid, n + 1, 'unaffected', n * 500, n * 500 + 500, 'open', 500 FROM generate_series(0, 9999) n`
  await getRunStatus(support, runId)
  const took = []
  for (let nth = 0; nth < 5; nth++) {
    const began = performance.now()
    await getRunStatus(support, runId)
    took.push(performance.now() - began)
  }
  expect(Math.min(...took)).toBeLessThan(100)
})

test("the administrator sees no status, and nobody that of no run", async () => {
  const { runId } = await planted({ states: ["accepted"] })
  await expect(getRunStatus(await as("administrator"), runId)).rejects.toMatchObject({ code: "forbidden" })
  await expect(getRunStatus(support, "x")).rejects.toMatchObject({ code: "not_found" })
})
