import { expect, test } from "vitest"
import { endPastDeadlines } from "../../runs/end-past-deadlines.ts"
import { listWorkLists } from "../../runs/external/list-work-lists.ts"
import { openListFile } from "../../runs/external/open-list-file.ts"
import { receiveResultsOf } from "../../runs/external/receive-results-of.ts"
import { takeResultsOf } from "../../runs/external/take-results-of.ts"
import { tokenOf } from "../../runs/item-token.ts"
import { stopPlannedRun } from "../../runs/stop-planned-run.ts"
import { allAs, externalLogouts, resultsOf } from "../../testing/containment/external-logouts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { countersAgree } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { listUnproved } from "../logout/list-unproved.ts"
import { LOGOUT_TOKENS } from "../logout/logout-items.ts"
import { handOutSubjects } from "./hand-out-subjects.ts"
import { canaryToken } from "./listed-canaries.ts"
import { logoutLists } from "./logout-lists.ts"
import { writeSubjects, writeSubjectsAgain } from "./write-subjects.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system, security, second, begun, conductUntil, take, carriedOut } = await externalLogouts(
  database,
  folder,
)
const people = (name: string, count: number) => Array.from({ length: count }, (_, nth) => `${name}-${nth}`)

/** A logout whose first wave is open: so many subjects are in it. */
async function inFirstWave(name: string, count: number, settings = {}) {
  const planned = await begun(people(name, count + 2), { settings: { canarySubjects: count, ...settings } })
  await conductUntil(planned.runId, ({ phase }) => phase === "canary_wave")
  const states = async () => {
    const items = await database.runItem.findMany({
      where: { runId: planned.runId },
      orderBy: { row: "asc" },
    })
    return Object.fromEntries(items.map(({ token, state }) => [token, state]))
  }
  return { ...planned, states }
}

async function handedOut(name: string, count: number) {
  const logout = await inFirstWave(name, count)
  const lines = await carriedOut(logout.runId)
  const isPerson = ({ sub }: { sub: string }) => sub.startsWith(`${name}-`)
  return { ...logout, lines, subjects: lines.filter(isPerson), canary: lines.filter((one) => !isPerson(one)) }
}

const pastDeadline = (runId: string) =>
  database.runChunk.updateMany({
    where: { runId, state: "handed_out" },
    data: { leaseUntil: new Date(Date.now() - 1) },
  })

test("each result counts once; strangers, contradictions and holes are named, and a later word fills a hole", async () => {
  const { runId, incident, subjects, canary, states } = await handedOut("mixed", 6)
  const [one, two, three, four, five, six] = subjects.map(({ token }) => token)
  const file = resultsOf([
    { token: one, state: "accepted", status: "204", at: new Date().toISOString() },
    { token: one, state: "accepted" },
    { token: two, state: "rejected", status: "404 no such account" },
    { token: three, state: "unknown" },
    { token: "0".repeat(26), state: "accepted" },
    { token: two, state: "accepted" },
    { token: four, state: "done" },
    { token: canary[0]?.token, state: "accepted" },
    { token: canary[0]?.token, state: "accepted" },
    "{broken",
    { token: four, state: "accepted" },
  ])
  const taken = await takeResultsOf(security, logoutLists, runId, file)
  expect(taken).toMatchObject({
    ...{ rows: 11, applied: 5, known: 2, strangers: 1, malformed: 2, contradicting: 1 },
  })
  expect(taken.problems.map(({ line, text }) => [line, text])).toEqual([
    [5, `No subject of this run has the token ${"0".repeat(26)}`],
    [6, `The subject ${two} is rejected and cannot be accepted`],
    [7, "The line has a state that is none of accepted, rejected, unknown"],
    [10, "The line is no JSON"],
  ])
  const rejected = await database.runItem.findUniqueOrThrow({ where: { token: two ?? "" } })
  expect(rejected.reason, "nothing that the other side wrote").toBe("Told by a results file")
  expect(await entriesOf(database, { incidentId: incident.id, act: "logout.take_results" })).toMatchObject([
    { actor: security.actor.id, details: { run: 1, file: taken.digest, applied: 5, strangers: 1 } },
  ])

  await pastDeadline(runId)
  await Promise.all([endPastDeadlines(system), endPastDeadlines(system)])
  const unproved = await listUnproved(security, runId)
  const unanswered = unproved.subjects.filter(({ why }) => why === "unknown")
  expect([unproved.count - unproved.subjects.length, unanswered.length]).toEqual([0, 3])
  expect(unanswered.map(({ reason }) => reason).toSorted()).toEqual([
    "No result came back in time",
    "No result came back in time",
    "Told by a results file",
  ])
  expect(JSON.stringify(unanswered)).not.toContain("mixed-")
  expect(await take(runId, [{ token: five, state: "accepted" }])).toMatchObject({ applied: 1 })
  expect(await states()).toMatchObject({ [five ?? ""]: "accepted", [six ?? ""]: "unknown" })
  expect(await countersAgree(database, runId)).toBe(true)
})

test("a file about another run is refused whole, as is one that names a subject whom nobody was given", async () => {
  const other = await handedOut("other", 2)
  const { runId, subjects, states } = await handedOut("own", 2)
  await expect(take(runId, allAs("accepted", other.lines))).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/^This file is about logout 1 of INC-\d+: nothing of it was taken$/),
  })
  const late = { token: canaryToken(security, runId, "late"), state: "accepted" }
  await expect(take(runId, [...allAs("accepted", subjects), late])).rejects.toMatchObject({
    code: "invalid",
    message: "Line 3 is about a subject who was never handed out: nothing of this file was taken",
  })
  expect(Object.values(await states())).toEqual(["sending", "sending"])
  const mixed = await take(runId, [...allAs("accepted", subjects), ...allAs("accepted", other.subjects)])
  expect(mixed).toMatchObject({ applied: 2, strangers: 2 })
  expect(Object.values(await other.states())).toEqual(["sending", "sending"])
})

test("who is exempt is on no list, and a file that says that they were ended is refused", async () => {
  const { runId } = await inFirstWave("exempt", 2, { exempt: ["exempt-0"], operators: [], waves: 1 })
  const lines = await carriedOut(runId)
  await take(runId, allAs("accepted", lines))
  await conductUntil(runId, ({ phase }) => phase === "wave")
  const rest = await carriedOut(runId)
  expect([...lines, ...rest].map(({ sub }) => sub)).not.toContain("exempt-0")
  const { subject } = await database.runItem.findFirstOrThrow({ where: { runId, state: "suppressed" } })
  const token = tokenOf(security.secret(LOGOUT_TOKENS), runId, subject)
  await expect(take(runId, [...allAs("accepted", rest), { token, state: "accepted" }])).rejects.toMatchObject(
    {
      code: "invalid",
      message: expect.stringContaining("never handed out"),
    },
  )
})

test("two who hand out at once give nobody out twice, and two who take a file at once take it once", async () => {
  const { runId, incident, states } = await inFirstWave("twice", 5)
  const both = await Promise.all([security, second].map((ctx) => handOutSubjects(ctx, runId, {})))
  const [list] = both.filter((one) => one !== null)
  expect(both.filter((one) => one !== null)).toHaveLength(1)
  expect(list).toMatchObject({ fromChunk: 1, toChunk: 1, items: 5 })
  const written = await writeSubjects(security, list ?? { runId, fromChunk: 0, toChunk: 0 })
  const again = await writeSubjectsAgain(second, runId, "1-1")
  expect(again.files, "the same subjects have the same tokens in the same places").toEqual(written.files)
  const tokens = [...Object.keys(await states()), canaryToken(security, runId, "early")]
  const rows = tokens.map((token) => ({ token, state: "accepted" }))
  const taken = await Promise.all([take(runId, rows), take(runId, rows, second)])
  expect(taken.map(({ applied }) => applied).toSorted()).toEqual([0, 6])
  expect(taken.map(({ known }) => known).toSorted()).toEqual([0, 6])
  expect(await entriesOf(database, { incidentId: incident.id, act: "logout.take_results" })).toHaveLength(1)
  expect(
    await database.logoutEvent.count({
      where: { runId, what: "canary", found: { contains: "results file" } },
    }),
  ).toBe(1)
  expect(await countersAgree(database, runId)).toBe(true)
})

test("results that come while their deadline passes count", async () => {
  const { runId, lines, states } = await handedOut("racing", 40)
  await pastDeadline(runId)
  await Promise.all([take(runId, allAs("accepted", lines)), endPastDeadlines(system)])
  expect(new Set(Object.values(await states()))).toEqual(new Set(["accepted"]))
  expect(await countersAgree(database, runId)).toBe(true)
})

test("a file that is sent is kept beside the run and counts once; each file of a list that is taken has its entry", async () => {
  const { runId, incident, lines } = await handedOut("kept", 3)
  const content = allAs("accepted", lines.slice(0, 1))
    .map((row) => JSON.stringify(row))
    .join("\n")
  const send = () =>
    receiveResultsOf(security, logoutLists, runId, "back.ndjson", resultsOf([content]).open(), null)
  expect(await send()).toMatchObject({ applied: 1 })
  expect(await send()).toMatchObject({ applied: 0, known: 1 })
  const file = await openListFile(security, logoutLists, runId, "1-1", "list.csv")
  for await (const piece of file.pieces) expect(String(piece)).toContain("token,sub,cutoff,reason")
  await expect(openListFile(security, logoutLists, runId, "1-1", "../list.parquet")).rejects.toMatchObject({
    code: "not_found",
  })
  expect(await entriesOf(database, { incidentId: incident.id, act: "logout.take_work_list" })).toMatchObject([
    { actor: security.actor.id, details: { run: 1, chunks: "1-1", file: "list.csv" } },
  ])
  expect(await listWorkLists(security, logoutLists, runId)).toMatchObject([{ stretch: "1-1", items: 4 }])
  await stopPlannedRun(security, runId, "The wrong people are on it")
  await expect(openListFile(security, logoutLists, runId, "1-1", "list.csv")).rejects.toMatchObject({
    code: "precondition",
  })
})

test("only security hands out, takes lists away and takes results", async () => {
  const { runId, lines, states } = await handedOut("roles", 2)
  for (const role of ["support", "legal", "administrator", "auditor"] as const) {
    const ctx = await as(role)
    const forbidden = { code: "forbidden" }
    await expect(handOutSubjects(ctx, runId, {})).rejects.toMatchObject(forbidden)
    await expect(writeSubjectsAgain(ctx, runId, "1-1")).rejects.toMatchObject(forbidden)
    await expect(openListFile(ctx, logoutLists, runId, "1-1", "list.csv")).rejects.toMatchObject(forbidden)
    await expect(take(runId, allAs("accepted", lines), ctx)).rejects.toMatchObject(forbidden)
  }
  expect(Object.values(await states())).toEqual(["sending", "sending"])
})

test("nothing is handed out of a logout that Tocsin carries out itself, or of one that is asked for wrongly", async () => {
  const { runId, authorityId } = await inFirstWave("own", 2)
  await expect(handOutSubjects(security, runId, { hours: 0 })).rejects.toMatchObject({ code: "invalid" })
  await expect(handOutSubjects(security, runId, { subjectsMax: 1 })).rejects.toMatchObject({
    code: "invalid",
  })
  await database.authority.update({ where: { id: authorityId }, data: { kind: "home_grown" } })
  await expect(handOutSubjects(security, runId, {})).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringMatching(/^Tocsin ends the sessions of this logout itself, at The script/),
  })
})
