import { expect, test } from "vitest"
import type { ItemState } from "../../runs/rules.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { noticeRun, plantList, pseudonymAt } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { listReached } from "./list-reached.ts"
import { listUnreached } from "./list-unreached.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as } = contextsOver(database, folder, { results: testReader(folder) })
const support = await as("support")
const security = await as("security")

const newRun = async (planted: Parameters<typeof noticeRun>[2], rows = 0) => {
  const incident = await newIncident(security)
  const run = await noticeRun(database, incident.id, planted)
  if (rows > 0) await plantList(support, { id: run.runId, incidentId: incident.id }, rows)
  return { ...run, incidentId: incident.id }
}

/** All pages of a list, of so many rows each. */
async function all<T extends { row: number }>(
  limit: number,
  read: (place: { after: number; limit: number }) => Promise<{ rows: T[]; nextAfter: number | null }>,
): Promise<T[]> {
  const rows: T[] = []
  for (let after: number | null = -1; after !== null; ) {
    const page = await read({ after, limit })
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    rows.push(...page.rows)
    after = page.nextAfter
  }
  return rows
}

const cycle: ItemState[] = [
  ...["accepted", "delivered", "bounced", "complained", "rejected", "unknown", "held"],
  ...["suppressed", "cancelled", "accepted", "queued", "deferred"],
] as ItemState[]

test.each([1, 7, 100, 500])(
  "by pages of %d, everybody is in the account once, and in order",
  async (limit) => {
    // The first stretch of rows has nobody who was not reached, so that a page must look beyond it.
    const states = Array.from(
      { length: 1_700 },
      (_, row): ItemState => (row < 600 ? "accepted" : (cycle[row % cycle.length] ?? "accepted")),
    )
    const { runId, items } = await newRun({ states })
    const unreached = await all(limit === 1 ? 97 : limit, (place) => listUnreached(support, runId, place))
    const wanted = ["bounced", "rejected", "unknown", "held", "suppressed", "cancelled"]
    const expected = items.filter(({ state }) => wanted.includes(state))
    expect(unreached.map(({ row, pseudonym, state }) => ({ row, pseudonym, state }))).toEqual(
      expected.map(({ row, pseudonym, state }) => ({ row, pseudonym, state })),
    )
    if (limit === 1) return
    const reached = await all(limit, (place) => listReached(support, runId, place))
    const others = ["accepted", "delivered", "complained"]
    expect(reached.map(({ row }) => row)).toEqual(
      items.filter(({ state }) => others.includes(state)).map(({ row }) => row),
    )
    expect(reached[0]).toMatchObject({ part: "owner_video", sentAt: expect.any(Date) })
  },
)

test("of a chunk that was never begun, the list says who was left out and whom a stop left behind", async () => {
  const { runId } = await newRun(
    {
      states: ["accepted", "bounced"],
      runState: "stopped",
      unfilled: [{ rows: 48, counts: { suppressed: 5, cancelled: 43 } }],
    },
    50,
  )
  const rows = await all(20, (place) => listUnreached(support, runId, place))
  expect(rows).toHaveLength(49)
  expect(rows.filter(({ state }) => state === "suppressed").map(({ row }) => row)).toEqual([
    9, 19, 29, 39, 49,
  ])
  expect(rows[1]).toMatchObject({
    row: 2,
    pseudonym: pseudonymAt(2),
    state: "cancelled",
    attempts: 0,
    sentAt: null,
  })
})

test("while a run goes on, of what was not begun only those who are left out stand in the account", async () => {
  const { runId } = await newRun(
    { states: ["accepted"], unfilled: [{ rows: 49, counts: { suppressed: 5, queued: 44 } }] },
    50,
  )
  const { rows } = await listUnreached(support, runId, {})
  expect(rows.map(({ row, reason }) => [row, reason])).toEqual(
    [9, 19, 29, 39, 49].map((row) => [row, "no_address"]),
  )
})

test("a later letter that reached somebody stands beside the one that did not", async () => {
  const { incidentId, runId } = await newRun({
    states: ["bounced", "bounced", "unknown"],
    runState: "finished",
  })
  await noticeRun(database, incidentId, { states: ["delivered", "rejected", "queued"], runState: "finished" })
  await noticeRun(database, incidentId, { states: ["held", "accepted", "bounced"], runState: "finished" })
  const { rows } = await listUnreached(support, runId, {})
  expect(rows.map(({ laterRun }) => laterRun)).toEqual([
    { number: 2, state: "delivered" },
    { number: 3, state: "accepted" },
    null,
  ])
})

test("a run of two hundred thousand letters with three that did not arrive gives them in a moment", async () => {
  const incident = await newIncident(security)
  const { runId } = await noticeRun(database, incident.id, { states: [], runState: "finished" })
  await database.$executeRaw`
    INSERT INTO run_chunk (run_id, number, part, from_row, to_row, state, is_filled, queued, accepted, bounced)
    SELECT ${runId}::uuid, n + 1, 'unaffected', n * 500, n * 500 + 500, 'done', true, 0,
      500 - (n % 150 = 149)::int, (n % 150 = 149)::int FROM generate_series(0, 399) n`
  await database.$executeRaw`
    INSERT INTO run_item (run_id, row, chunk, subject, variant, token, state, sent_at)
    SELECT ${runId}::uuid, n, n / 500 + 1, 'P-' || n, 'unaffected/en/general', 'token-' || n,
      (CASE WHEN n % 75000 = 74999 THEN 'bounced' ELSE 'accepted' END)::"ItemState", now() FROM generate_series(0, 199999) n`
  const took: number[] = []
  for (let nth = 0; nth < 3; nth++) {
    const began = performance.now()
    await listUnreached(support, runId, {})
    took.push(performance.now() - began)
  }
  expect(Math.min(...took)).toBeLessThan(500)
  const { rows, nextAfter } = await listUnreached(support, runId, {})
  expect(rows.map(({ row }) => row)).toEqual([74_999, 149_999])
  expect(nextAfter).toBeNull()
})

test.each(["administrator"] as const)("%s sees nobody", async (role) => {
  const { runId } = await newRun({ states: ["bounced"] })
  const ctx = await as(role)
  await expect(listUnreached(ctx, runId, {})).rejects.toMatchObject({ code: "forbidden" })
  await expect(listReached(ctx, runId, {})).rejects.toMatchObject({ code: "forbidden" })
})

test("what is no place in the list is refused", async () => {
  const { runId } = await newRun({ states: ["bounced"] })
  for (const place of [{ after: 0.5 }, { limit: 0 }, { limit: 501 }])
    await expect(listUnreached(support, runId, place)).rejects.toMatchObject({ code: "invalid" })
  await expect(listUnreached(support, "no-run", {})).rejects.toMatchObject({ code: "not_found" })
})
