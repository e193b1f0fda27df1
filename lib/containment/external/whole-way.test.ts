import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { removePastLists } from "../../runs/external/remove-past-lists.ts"
import { runFolder } from "../../runs/planning/run-folder.ts"
import { allAs, externalLogouts } from "../../testing/containment/external-logouts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { countersAgree } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { getLogoutProgress } from "../logout/logout-progress.ts"
import { getLogout } from "../logout/logout-run.ts"
import { planWords } from "../logout/plan-words.ts"
import { isOver } from "../logout/rules.ts"
import { handOutSubjects } from "./hand-out-subjects.ts"
import { logoutLists } from "./logout-lists.ts"
import { writeSubjects } from "./write-subjects.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const tests = await externalLogouts(database, folder)
const { security, system, app, begun, conductUntil, take } = tests

const people = (name: string, count: number) => Array.from({ length: count }, (_, nth) => `${name}-${nth}`)
const over = ({ phase }: { phase: Parameters<typeof isOver>[0] | null }) => phase !== null && isOver(phase)

test("a company's own system ends the subjects wave by wave, canaries among them, and what was seen proves it", async () => {
  const subs = people("customer", 12)
  const sessions = app.logIn(subs)
  const { runId, incident } = await begun(subs, { settings: { waves: 2, cutoff: null } })
  expect(await handOutSubjects(security, runId, {}), "nothing is open before canaries are alive").toBeNull()
  await conductUntil(runId, ({ phase }) => phase === "canary_wave")

  const first = await handOutSubjects(security, runId, { hours: 2 })
  expect(first).toMatchObject({ fromChunk: 1, toChunk: 1, items: 2 })
  expect(await handOutSubjects(security, runId, {}), "the next wave is not open yet").toBeNull()
  const written = await writeSubjects(security, first ?? { runId, fromChunk: 0, toChunk: 0 })
  const manifest = JSON.parse(readFileSync(join(written.folder, "manifest.json"), "utf8"))
  const { cutoff } = await database.logoutRun.findUniqueOrThrow({ where: { runId } })
  expect(manifest).toMatchObject({
    what: "Tocsin work list 1",
    run: runId,
    subjects: 3,
    cutoff: cutoff?.toISOString(),
    per_second_max: expect.any(Number),
    states: ["accepted", "rejected", "unknown"],
    deadline: first?.deadlineAt.toISOString(),
  })
  const listed = app.carryOut(written.folder, written.publicKey)
  expect(listed.map((line) => Object.keys(line).join())).toEqual(listed.map(() => "token,sub,cutoff,reason"))
  expect(listed.filter(({ sub }) => sub.startsWith("customer-"))).toHaveLength(2)
  expect(readFileSync(join(written.folder, "list.csv"), "utf8").split("\r\n")).toHaveLength(5)
  expect(sessions.filter(app.isAlive)).toHaveLength(10)
  expect(await take(runId, allAs("accepted", listed))).toMatchObject({ rows: 3, applied: 3, problems: [] })

  const later: number[] = []
  for (let wave = 1; wave <= 2; wave++) {
    const standing = await conductUntil(runId, (logout) => logout.phase === "wave" && logout.wave === wave)
    expect(standing).toMatchObject({ standing: "wave", wave })
    const lines = await tests.carriedOut(runId)
    const canaries = lines.filter(({ sub }) => !sub.startsWith("customer-"))
    expect(canaries, "the other canary account goes with the last wave").toHaveLength(wave - 1)
    await take(runId, allAs("accepted", lines))
    later.push(lines.length - canaries.length)
  }
  const [second = 0, third = 0] = later
  expect(second + third).toBe(10)
  const closed = await conductUntil(runId, over)
  expect(closed.standing).toBe("closed_with_gaps")
  expect(sessions.filter(app.isAlive)).toEqual([])
  const { report, canaries } = await getLogoutProgress(security, runId)
  expect(report?.counts).toEqual({ accepted: 12 })
  expect(report?.kinds).toMatchObject([{ kind: "session", before: "yes", dead: "yes", fresh: "yes" }])
  expect(report?.gaps).toEqual([
    expect.stringMatching(/is the word of The script .*: canary accounts alone were looked at/),
    "0 subjects were inspected, 12 are needed",
  ])
  expect(canaries.filter(({ role }) => role !== "fresh").every(({ endedAt }) => endedAt !== null)).toBe(true)
  expect(await countersAgree(database, runId)).toBe(true)

  const { state } = await database.plannedRun.findUniqueOrThrow({ where: { id: runId } })
  expect(state).toBe("finished")
  await removePastLists(system, logoutLists)
  const kept = readdirSync(join(folder, runFolder({ id: runId, incidentId: incident.id })))
  expect(kept, "the frozen list alone stays").toEqual(["list.parquet"])
  const told = await entriesOf(database, { incidentId: incident.id })
  expect(told.filter(({ act }) => act === "logout.hand_out").map(({ details }) => details)).toMatchObject([
    { run: 1, fromChunk: 1, toChunk: 1, subjects: 2, canaries: 1 },
    { run: 1, subjects: 3, manifest: expect.any(String) },
    { subjects: second },
    { subjects: second, manifest: expect.any(String) },
    { subjects: third, canaries: 1 },
    { subjects: third + 1, manifest: expect.any(String) },
  ])
  expect(told.filter(({ act }) => act === "logout.take_results").map(({ details }) => details)).toMatchObject(
    [{ applied: 3 }, { applied: second }, { applied: third + 1 }],
  )
  expect(JSON.stringify(told)).not.toContain("customer-")
})

test("a system that says that it ended everybody is not believed while an old token lives", async () => {
  const { runId } = await begun(people("believed", 4))
  await conductUntil(runId, ({ phase }) => phase === "canary_wave")
  const list = await handOutSubjects(security, runId, {})
  const { folder: written } = await writeSubjects(security, list ?? { runId, fromChunk: 0, toChunk: 0 })
  const lines = readFileSync(join(written, "list.ndjson"), "utf8").trimEnd().split("\n")
  await take(
    runId,
    allAs(
      "accepted",
      lines.map((line) => JSON.parse(line)),
    ),
  )
  const isSeen = async () =>
    (await database.canaryProbe.count({ where: { point: "after", canary: { runId } } })) > 0
  while (!(await isSeen())) await conductUntil(runId, ({ phase }) => phase === "gate")
  await database.canaryProbe.updateMany({
    where: { point: "after", canary: { runId } },
    data: { at: new Date(Date.now() - 60_000) },
  })
  const paused = await conductUntil(runId, () => false)
  expect(paused).toMatchObject({
    standing: "paused",
    pauseReason: expect.stringContaining("Old tokens live on"),
  })
  expect(await handOutSubjects(security, runId, {}).catch((error) => error.message)).toMatch(/not under way/)
})

test("where nothing can be asked, the run is closed by saying that nothing was proved", async () => {
  const subs = people("unseen", 3)
  const { runId } = await begun(subs, { hasCanaries: false })
  const { settings, plan } = await getLogout(security, runId)
  expect(plan && planWords(1, settings, plan, [])).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /is handed signed lists, a wave at a time, and asked to end no more than \d+ a second/,
      ),
      "No canary can be made of: session. The run will be closed with that gap.",
      "What no result comes back about by its deadline is unknown, and named.",
    ]),
  )
  for (const phase of ["canary_wave", "wave"] as const) {
    await conductUntil(runId, (logout) => logout.phase === phase)
    const lines = await tests.carriedOut(runId)
    expect(lines.every(({ sub }) => subs.includes(sub))).toBe(true)
    await take(runId, allAs("accepted", lines))
  }
  expect(await conductUntil(runId, over)).toMatchObject({ standing: "closed_with_gaps" })
  const { report } = await getLogoutProgress(security, runId)
  expect(report?.gaps[0]).toMatch(
    /^Nothing was proved: that subjects were logged out is the word of The script/,
  )
})

test("a canary account that did not come back by its deadline is unknown, and looked at all the same", async () => {
  const { runId } = await begun(people("late", 4))
  await conductUntil(runId, ({ phase }) => phase === "canary_wave")
  const lines = await tests.carriedOut(runId)
  await take(
    runId,
    allAs(
      "accepted",
      lines.filter(({ sub }) => sub.startsWith("late-")),
    ),
  )
  expect((await conductUntil(runId, ({ phase }) => phase === "gate")).phase).toBe("gate")
  const early = { runId, role: "early" }
  expect(await database.canary.findFirstOrThrow({ where: early })).toMatchObject({
    told: null,
    endedAt: null,
  })
  await database.canary.updateMany({ where: early, data: { dueAt: new Date(Date.now() - 1) } })
  expect(await conductUntil(runId, ({ phase }) => phase === "wave")).toMatchObject({ standing: "wave" })
  expect(await database.canary.findFirstOrThrow({ where: early })).toMatchObject({ told: "unknown" })
  const { events } = await getLogoutProgress(security, runId)
  expect(events.map(({ found }) => found)).toContain(
    "No result came back in time about the early canary account: whether it was logged out is unknown",
  )
})
