import { expect, test } from "vitest"
import type { RunWork, Whereabouts } from "../../runs/kind.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { countersAgree, noticeRun } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { settleByLookUp, settleUnknown } from "./settle-unknown.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const security = await as("security")
const [legal, support] = [await as("legal"), await as("support")]
const REASON = "The log of the relay has it."

async function planted(runState: "running" | "finished" = "running", settings = {}) {
  const incident = await newIncident(security)
  const { runId, items } = await noticeRun(database, incident.id, {
    states: ["unknown", "unknown", "accepted", "unknown"],
    runState,
    settings,
  })
  const pseudonyms = items.map(({ pseudonym }) => pseudonym)
  const states = async () =>
    (await database.runItem.findMany({ where: { runId }, orderBy: { row: "asc" } })).map(({ state }) => state)
  const entries = () => entriesOf(database, { incidentId: incident.id, act: "notice.settle" })
  return { runId, items, pseudonyms, states, entries }
}

test("a letter that was sent counts as taken, and the entry names whose and why", async () => {
  const { runId, pseudonyms, states, entries } = await planted()
  const settled = await settleUnknown(support, runId, {
    pseudonyms: [pseudonyms[0] ?? "", pseudonyms[2] ?? ""],
    verdict: "sent",
    reason: REASON,
  })
  expect(settled).toEqual({ settled: [pseudonyms[0]], known: [pseudonyms[2]] })
  expect(await states()).toEqual(["accepted", "unknown", "accepted", "unknown"])
  expect(await countersAgree(database, runId)).toBe(true)
  expect(await entries()).toMatchObject([
    {
      actor: support.actor.id,
      details: { run: 1, by: "person", verdict: "sent", reason: REASON, people: [pseudonyms[0]] },
    },
  ])
})

test("a letter that was not sent waits again while its run is under way, and its chunk with it", async () => {
  const { runId, pseudonyms, states } = await planted()
  await settleUnknown(legal, runId, {
    pseudonyms: pseudonyms.slice(0, 1),
    verdict: "not_sent",
    reason: REASON,
  })
  expect(await states()).toEqual(["queued", "unknown", "accepted", "unknown"])
  expect(await database.runChunk.findFirst({ where: { runId } })).toMatchObject({ state: "open", queued: 1 })
})

test("in a run that has ended it is cancelled, so that the next plan has it", async () => {
  const { runId, pseudonyms, states } = await planted("finished")
  await settleUnknown(legal, runId, {
    pseudonyms: pseudonyms.slice(0, 1),
    verdict: "not_sent",
    reason: REASON,
  })
  expect(await states()).toEqual(["cancelled", "unknown", "accepted", "unknown"])
})

test("where it was approved to leave them alone, nothing goes out again, but evidence counts", async () => {
  const { runId, pseudonyms, states } = await planted("running", { unknown: "leave" })
  const one = { pseudonyms: pseudonyms.slice(0, 1), reason: REASON }
  await expect(settleUnknown(legal, runId, { ...one, verdict: "not_sent" })).rejects.toMatchObject({
    code: "precondition",
  })
  await settleUnknown(legal, runId, { ...one, verdict: "sent" })
  expect(await states()).toEqual(["accepted", "unknown", "accepted", "unknown"])
})

test("what may still be under way is not sent again", async () => {
  const { runId, pseudonyms, states } = await planted()
  await database.runItem.updateMany({ where: { runId, row: 0 }, data: { changedAt: new Date() } })
  const input = { pseudonyms: pseudonyms.slice(0, 2), verdict: "not_sent" as const, reason: REASON }
  await expect(settleUnknown(legal, runId, input)).rejects.toMatchObject({ code: "precondition" })
  expect(await states()).toEqual(["unknown", "unknown", "accepted", "unknown"])
})

test("said twice it is one act, and two who say it at once do it once", async () => {
  const { runId, pseudonyms, entries } = await planted()
  const input = { pseudonyms: [pseudonyms[0] ?? ""], verdict: "sent" as const, reason: REASON }
  const both = await Promise.all([settleUnknown(legal, runId, input), settleUnknown(support, runId, input)])
  expect(both.flatMap(({ settled }) => settled)).toEqual([pseudonyms[0]])
  expect(await settleUnknown(legal, runId, input)).toEqual({ settled: [], known: [pseudonyms[0]] })
  expect(await entries()).toHaveLength(1)
})

test.each(["security", "administrator", "auditor"] as const)("%s settles nothing", async (role) => {
  const { runId, pseudonyms, entries } = await planted()
  const input = { pseudonyms: [pseudonyms[0] ?? ""], verdict: "sent" as const, reason: REASON }
  await expect(settleUnknown(await as(role), runId, input)).rejects.toMatchObject({ code: "forbidden" })
  expect(await entries()).toEqual([])
})

test("who is not in the run is refused, and nobody of those beside them is settled", async () => {
  const { runId, pseudonyms, states } = await planted()
  const input = {
    pseudonyms: [pseudonyms[0] ?? "", "P-ZZZZ-ZZZZ-ZZZZ"],
    verdict: "sent" as const,
    reason: REASON,
  }
  await expect(settleUnknown(legal, runId, input)).rejects.toMatchObject({ code: "not_found" })
  expect((await states())[0]).toBe("unknown")
})

function working(answers: (tokens: readonly string[]) => Map<string, Whereabouts>) {
  let isClosed = false
  const work: RunWork = {
    batchMax: 1,
    paceKey: "test",
    fill: () => Promise.resolve([]),
    perform: () => Promise.resolve({ state: "unknown", reason: "" }),
    lookUp: (items) => Promise.resolve(answers(items.map(({ token }) => token))),
    close: async () => {
      isClosed = true
    },
  }
  return { user: { open: async () => work }, isClosed: () => isClosed }
}

test("who can be asked settles what they know of, with one entry; the rest stays unknown", async () => {
  const { runId, items, states, entries } = await planted()
  const token = (row: number) => items[row]?.token ?? ""
  const { user, isClosed } = working(
    () =>
      new Map([
        [token(0), "there"],
        [token(1), "absent"],
        [token(3), "in_progress"],
      ]),
  )
  expect(await settleByLookUp(system, user, runId)).toMatchObject({ accepted: 1, absent: 1 })
  expect(await states()).toEqual(["accepted", "queued", "accepted", "unknown"])
  expect(await entries()).toMatchObject([
    { actor: "system", details: { by: "look_up", accepted: 1, absent: 1 } },
  ])
  expect(isClosed()).toBe(true)
})

test("where nobody can be asked, that is said", async () => {
  const { runId } = await planted()
  await expect(settleByLookUp(system, { open: async () => null }, runId)).rejects.toMatchObject({
    code: "precondition",
  })
})
