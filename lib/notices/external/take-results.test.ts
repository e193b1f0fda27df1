import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import { Prisma } from "../../../prisma/generated/client.ts"
import type { ItemState } from "../../runs/rules.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { countersAgree, noticeRun } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { comesTrue } from "../../testing/run-tocsin.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { takeResults } from "./take-results.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const security = await as("security")
const [legal, support] = [await as("legal"), await as("support")]
const STRANGER = "0".repeat(26)

async function planted(states: readonly ItemState[]) {
  const incident = await newIncident(security)
  const { runId, items } = await noticeRun(database, incident.id, {
    states,
    settings: { executor: "external" },
  })
  await database.runChunk.updateMany({
    where: { runId },
    data: { state: "handed_out", leaseUntil: new Date(Date.now() + 3_600_000) },
  })
  const tokens = items.map(({ token }) => token)
  return {
    runId,
    tokens,
    states: async () =>
      (await database.runItem.findMany({ where: { runId }, orderBy: { row: "asc" } })).map(
        ({ state }) => state,
      ),
    entries: () => entriesOf(database, { incidentId: incident.id, act: "notice.take_results" }),
    chunk: () => database.runChunk.findFirstOrThrow({ where: { runId } }),
  }
}

/** A file that comes in pieces of so many bytes. */
function file(name: string, text: string, pieceBytes = 64) {
  const bytes = Buffer.from(text)
  return {
    name,
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    },
  }
}
const ndjson = (rows: readonly object[], pieceBytes?: number) =>
  file("results.ndjson", rows.map((row) => `${JSON.stringify(row)}\n`).join(""), pieceBytes)

test("whoever takes a file holds its letters in the order in which everybody does, whatever order it has", async () => {
  const { runId, tokens } = await planted(Array.from({ length: 1_500 }, () => "sending" as const))
  const backwards = tokens.toReversed().map((token) => ({ token, state: "accepted" }))
  const chunk = (number: number) => Prisma.sql`SELECT number FROM run_chunk
    WHERE run_id = ${runId}::uuid AND number = ${number} FOR UPDATE NOWAIT`
  const waits = Prisma.sql`SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%run_chunk%'`
  let taking = Promise.resolve({})
  await database.$transaction(
    async (tx) => {
      await tx.$queryRaw(chunk(1))
      taking = takeResults(support, runId, ndjson(backwards, 4_096))
      const isWaiting = async () => (await database.$queryRaw<unknown[]>(waits)).length > 0
      expect(await comesTrue(isWaiting, 30_000)).toBe(true)
      expect(await tx.$queryRaw(chunk(3)), "nobody has it who waits for an earlier one").toHaveLength(1)
    },
    { timeout: 60_000 },
  )
  expect(await taking).toMatchObject({ applied: 1_500 })
  expect(await countersAgree(database, runId)).toBe(true)
})

test("what somebody else's system says of letters counts, once, with the entry of the batch", async () => {
  const { runId, tokens, states, entries, chunk } = await planted([
    "sending",
    "sending",
    "sending",
    "sending",
    "sending",
  ])
  const said = ["accepted", "delivered", "bounced", "rejected", "unknown"]
  const rows = tokens.map((token, nth) => ({
    token,
    state: said[nth],
    status: nth === 2 ? "5.1.1" : undefined,
  }))
  const taken = await takeResults(support, runId, ndjson(rows))
  expect(taken).toMatchObject({
    rows: 5,
    applied: 5,
    known: 0,
    strangers: 0,
    malformed: 0,
    contradicting: 0,
    problems: [],
  })
  expect(await states()).toEqual(said)
  expect(await countersAgree(database, runId)).toBe(true)
  expect(await chunk()).toMatchObject({ state: "done", leaseUntil: null })
  expect(await entries()).toMatchObject([
    {
      actor: support.actor.id,
      details: { run: 1, file: taken.digest, lines: { from: 1, to: 5 }, applied: 5 },
    },
  ])
  const bounced = await database.runItem.findUniqueOrThrow({ where: { token: tokens[2] ?? "" } })
  expect(bounced.reason).toBe("5.1.1, told by a results file")
})

test("strangers are listed and refused, repeated rows count once, malformed ones are named, all others count", async () => {
  const { runId, tokens, states } = await planted(["sending", "sending", "sending", "queued"])
  const [one, two, three, four] = tokens
  const text = [
    JSON.stringify({ token: one, state: "accepted" }),
    JSON.stringify({ token: STRANGER, state: "accepted" }),
    "{broken",
    JSON.stringify({ token: one, state: "accepted" }),
    "",
    JSON.stringify({ token: one, state: "bounced" }),
    JSON.stringify({ token: two, state: "exploded" }),
    JSON.stringify({ token: two, state: "accepted", at: "yesterday" }),
    JSON.stringify({ token: "kim@example.org", state: "accepted" }),
    JSON.stringify({ token: four, state: "accepted" }),
    "null",
    JSON.stringify({ token: three?.toUpperCase(), state: " Delivered " }),
    `{"token": "${"x".repeat(70_000)}"}`,
    JSON.stringify({ token: two, state: "delivered" }),
  ].join("\r\n")
  const taken = await takeResults(legal, runId, file("r.ndjson", text, 1_000))
  expect(taken).toMatchObject({
    rows: 13,
    applied: 4,
    known: 1,
    strangers: 1,
    malformed: 6,
    contradicting: 1,
  })
  expect(await states()).toEqual(["bounced", "delivered", "delivered", "queued"])
  expect(taken.problems).toEqual([
    { line: 2, kind: "stranger", text: `No letter of this run has the token ${STRANGER}` },
    { line: 3, kind: "malformed", text: "The line is no JSON" },
    { line: 7, kind: "malformed", text: expect.stringContaining("has a state that is none of accepted") },
    { line: 8, kind: "malformed", text: expect.stringContaining("has a time that is none") },
    { line: 9, kind: "malformed", text: "The line has no token of ours" },
    { line: 10, kind: "contradicts", text: `The letter ${four} is queued and cannot be accepted` },
    { line: 11, kind: "malformed", text: expect.stringContaining("has no token and state") },
    { line: 13, kind: "malformed", text: "The line is too long" },
  ])
})

test.each([1, 7, 100_000])("CSV is taken by its columns, in pieces of %d bytes", async (pieceBytes) => {
  const { runId, tokens, states } = await planted(["sending", "sending", "sending"])
  const text = [
    "\ufeffStatus,Note,Token,State",
    `5.1.1,"said ""no"", and left",${tokens[0]},bounced`,
    `,,"${tokens[1]}",delivered`,
    `,,${tokens[2]}`,
    `,"never closed,${tokens[2]},accepted`,
    "",
  ].join("\r\n")
  const taken = await takeResults(legal, runId, file("Results.CSV", text, pieceBytes))
  expect(taken).toMatchObject({ rows: 4, applied: 2, malformed: 2 })
  expect(taken.problems.map(({ line, text: said }) => [line, said])).toEqual([
    [4, "The line has 3 cells, not 4"],
    [5, "The line has a quote that is not closed"],
  ])
  expect(await states()).toEqual(["bounced", "delivered", "sending"])
})

test("when a letter was sent is when the other system says, within the time of the run", async () => {
  const { runId, tokens } = await planted(["sending", "sending", "sending"])
  const { startedAt } = await database.plannedRun.findUniqueOrThrow({ where: { id: runId } })
  const at = new Date((startedAt?.getTime() ?? 0) + 60_000)
  await takeResults(
    legal,
    runId,
    ndjson([
      { token: tokens[0], state: "accepted", at: at.toISOString() },
      { token: tokens[1], state: "accepted", at: "1999-01-01T00:00:00Z" },
      { token: tokens[2], state: "accepted", at: "2999-01-01T00:00:00Z" },
      { token: tokens[0], state: "delivered", at: new Date().toISOString() },
    ]),
  )
  const sent = await database.runItem.findMany({ where: { runId }, orderBy: { row: "asc" } })
  expect(sent[0]).toMatchObject({ state: "delivered", sentAt: at })
  for (const item of sent.slice(1)) expect(Date.now() - (item.sentAt?.getTime() ?? 0)).toBeLessThan(60_000)
})

test("taken again, a file changes nothing and is no second act; two who take it at once take it once", async () => {
  const { runId, tokens, entries } = await planted(Array.from({ length: 300 }, () => "sending" as const))
  const rows = ndjson(tokens.map((token) => ({ token, state: "delivered" })))
  const both = await Promise.all([takeResults(legal, runId, rows), takeResults(support, runId, rows)])
  expect(both.reduce((sum, { applied }) => sum + applied, 0)).toBe(300)
  expect(both.map(({ known }) => known).sort()).toEqual([0, 300])
  const again = await takeResults(legal, runId, rows)
  expect(again).toMatchObject({ applied: 0, known: 300 })
  expect(await entries()).toHaveLength(1)
  expect(await countersAgree(database, runId)).toBe(true)
})

test("letters of another run of the incident are strangers", async () => {
  const { runId } = await planted(["sending"])
  const other = await planted(["sending"])
  expect(
    await takeResults(legal, runId, ndjson([{ token: other.tokens[0], state: "bounced" }])),
  ).toMatchObject({
    strangers: 1,
    applied: 0,
  })
  expect(await other.states()).toEqual(["sending"])
})

test.each([
  ["results.xlsx", "x"],
  ["results.csv", "a,b\n1,2\n"],
])("%s that is no results file is refused in words", async (name, text) => {
  const { runId } = await planted(["sending"])
  await expect(takeResults(legal, runId, file(name, text))).rejects.toMatchObject({ code: "invalid" })
})

test("results of a run that has not begun are refused", async () => {
  const incident = await newIncident(security)
  const { runId } = await noticeRun(database, incident.id, { states: ["queued"], runState: "planned" })
  await expect(takeResults(legal, runId, ndjson([]))).rejects.toMatchObject({ code: "precondition" })
})

test.each(["security", "administrator", "auditor"] as const)("%s takes no results", async (role) => {
  const { runId, tokens, states } = await planted(["sending"])
  const rows = ndjson([{ token: tokens[0], state: "accepted" }])
  await expect(takeResults(await as(role), runId, rows)).rejects.toMatchObject({ code: "forbidden" })
  expect(await states()).toEqual(["sending"])
})

test("a million rows, most of them strangers and repeated, are taken in flat memory", async () => {
  const { runId, tokens } = await planted(Array.from({ length: 500 }, () => "sending" as const))
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc") as () => void
  const used = () => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return (heapUsed + arrayBuffers) / 1024 / 1024
  }
  const ROWS = 1_000_000
  const sizes: number[] = []
  let reading = 0
  const rows = {
    name: "results.csv",
    async *open() {
      reading++
      yield Buffer.from("token,state\n")
      for (let at = 0; at < ROWS; at += 1_000) {
        const lines = Array.from({ length: 1_000 }, (_, nth) => {
          const isOurs = nth % 100 === 0
          const token = isOurs ? tokens[(at / 1_000 + nth / 100) % 500] : `${at + nth}`.padStart(26, "0")
          return `${token},accepted\n`
        })
        if (reading === 2 && at % 200_000 === 100_000) sizes.push(used())
        yield Buffer.from(lines.join(""))
      }
    },
  }
  let told = 0
  const taken = await takeResults(legal, runId, rows, () => told++)
  expect(taken).toMatchObject({ rows: ROWS, applied: 500, known: 9_500, strangers: 990_000 })
  expect(taken.problems).toHaveLength(1_000)
  expect(told).toBe(990_000)
  expect(sizes).toHaveLength(5)
  expect(Math.max(...sizes.slice(1)) - (sizes[0] ?? 0)).toBeLessThan(24)
})
