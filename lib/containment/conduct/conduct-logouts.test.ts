import { afterEach, expect, test } from "vitest"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import { AppError } from "../../core/errors.ts"
import { logoutTests } from "../../testing/containment/logout-tests.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { ownProvider } from "../../testing/idp.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { abortLogout, resumeLogout } from "../logout/change-logout.ts"
import { getLogoutProgress } from "../logout/logout-progress.ts"
import type { Logout } from "../logout/logout-run.ts"
import { isOver } from "../logout/rules.ts"
import { tidyUp } from "./tidy-up.ts"

const { database, url } = await ownDatabase()
const provider = await ownProvider()
const tests = await logoutTests(database, url, temporaryFolder(), provider)
const { security } = tests

const isDone = ({ phase }: Logout) => phase !== null && isOver(phase)
let batch = 0
/** So many accounts with sessions, as a scope of their own. */
async function accounts(count: number) {
  batch++
  const subjects = Array.from({ length: count }, (_, nth) => `account-${batch}-${nth}`)
  await tests.seed(subjects)
  return { by: "list" as const, subjects }
}
const sessionsOf = async (sub: string) => {
  const answer = await provider.admin("GET", `/admin/subjects/${sub}`)
  return ((await answer.json()) as { sessions: unknown[] }).sessions.length
}
const troubleOf = (runId: string) =>
  database.plannedRun.findUniqueOrThrow({ where: { id: runId } }).then(({ pauseReason }) => pauseReason)

afterEach(async () => {
  provider.faults.length = 0
  await provider.relyingParty.start()
  const open = await database.logoutRun.findMany({
    where: { phase: { notIn: ["closed", "closed_with_gaps", "aborted"] } },
  })
  for (const { runId } of open) await abortLogout(security, runId, "the test is over")
})

test("a logout goes from its plan to its proof, and the trail has each step", async () => {
  const scope = await accounts(260)
  const [first = ""] = scope.subjects
  const { id } = await tests.begun({ scope, waves: 2, canarySubjects: 10 })
  expect(await sessionsOf(first)).toBeGreaterThan(0)
  expect(await tests.workUntil(id, isDone)).toMatchObject({ standing: "closed" })
  expect(await sessionsOf(first)).toBe(0)
  const { report, counts, canaries } = await getLogoutProgress(security, id)
  expect(report).toMatchObject({ gaps: [], sample: { needed: 100, survivors: 0 } })
  expect(counts.states.accepted + counts.states.verified).toBe(260)
  expect(counts.states.verified).toBeGreaterThanOrEqual(100)
  expect(Object.keys(counts.parts)).toEqual(["canary", "wave-001", "wave-002"])
  expect(report?.kinds.map(({ kind, before, dead, fresh }) => [kind, before, dead, fresh])).toEqual(
    ["session", "refresh", "offline", "opaque", "jwt"].map((kind) => [kind, "yes", "yes", "yes"]),
  )
  expect(JSON.stringify(canaries)).not.toContain("canary-")
  const acts = await entriesOf(database, { incidentId: tests.incidentId, details: { runId: id } })
  expect(acts.map(({ act }) => act)).toEqual(
    expect.arrayContaining(["logout.request_plan", "logout.plan", "logout.run"]),
  )
  const steps = await entriesOf(database, { act: "logout.advance", incidentId: tests.incidentId })
  expect(steps.map(({ details }) => (details as { to: string }).to)).toEqual([
    "canary_wave",
    "gate",
    "wave",
    "gate",
    "wave",
    "gate",
    "verifying",
    "settling",
    "closed",
  ])
})

test("while canaries cannot be looked at nobody is logged out; an error is never dead", async () => {
  await provider.relyingParty.stop()
  const { id } = await tests.begun({ scope: await accounts(5) })
  expect(await tests.workUntil(id, isDone)).toMatchObject({ standing: "paused", phase: "containing" })
  expect(await troubleOf(id)).toMatch(/No canary of kind session is alive/)
  const { counts, canaries } = await getLogoutProgress(security, id)
  expect(counts.states).toMatchObject({ queued: 5, accepted: 0 })
  expect(canaries.flatMap(({ probes }) => probes.map(({ verdict }) => verdict))).not.toContain("dead")
})

test("an authority that pushes everything back pauses the logout; it goes on when a person lets it, and nobody is lost", async () => {
  const { id } = await tests.begun({ scope: await accounts(60), waves: 1, canarySubjects: 40 })
  await tests.workUntil(id, ({ phase }) => phase === "canary_wave")
  provider.faults.push({ path: /revocations/, status: 503, retryAfterS: 1 })
  expect(await tests.workUntil(id, isDone)).toMatchObject({ standing: "paused" })
  expect(await troubleOf(id)).toMatch(/pushed .* back/)
  provider.faults.length = 0
  await resumeLogout(security, id, "it answers again")
  expect(await tests.workUntil(id, isDone)).toMatchObject({ standing: "closed" })
  expect((await getLogoutProgress(security, id)).counts.states.verified).toBe(60)
})

test("whoever is said to be ended and is not is found, and ended anew", async () => {
  const scope = await accounts(30)
  const [liar = ""] = scope.subjects
  let lies = 1
  const lying: OpenAuthority = (description) => {
    const authority = tests.open(description)
    return {
      ...authority,
      async revoke(subs, what, over) {
        const isLie = subs.includes(liar) && lies-- > 0
        const told = isLie ? subs.filter((sub) => sub !== liar) : subs
        const outcomes = told.length > 0 ? await authority.revoke(told, what, over) : new Map()
        if (isLie) outcomes.set(liar, { state: "accepted", reason: "204" })
        return outcomes
      },
    }
  }
  const { id } = await tests.begun({ scope, waves: 1 })
  expect(await tests.workUntil(id, isDone, lying)).toMatchObject({ standing: "closed" })
  expect(await sessionsOf(liar)).toBe(0)
  const found = await database.logoutEvent.findMany({ where: { runId: id, what: "sample", isGood: false } })
  expect(found.map((event) => event.found)).toEqual([
    expect.stringContaining("1 still have something that should be dead"),
    expect.stringContaining("1 subjects are ended anew"),
  ])
})

test("what is aborted leaves the others alone, for good", async () => {
  const scope = await accounts(40)
  const { id } = await tests.begun({ scope, waves: 1, canarySubjects: 1 })
  await tests.workUntil(id, ({ phase }) => phase === "canary_wave" || phase === "gate")
  expect(await abortLogout(security, id, "the wrong people")).toBe(true)
  expect(await abortLogout(security, id, "the wrong people")).toBe(false)
  const { logout, counts } = await getLogoutProgress(security, id)
  expect(logout).toMatchObject({ standing: "aborted", phase: "aborted" })
  expect(counts.states.cancelled).toBeGreaterThanOrEqual(39)
  await expect(resumeLogout(security, id, "after all")).rejects.toMatchObject({ code: "conflict" })
  const left = await Promise.all(scope.subjects.map(sessionsOf))
  expect(left.filter((sessions) => sessions > 0).length).toBeGreaterThanOrEqual(39)
})

test("accounts that were made for a logout are taken away when it is over, once its authority answers", async () => {
  const { id } = await tests.begun({ scope: await accounts(20), waves: 1 })
  await tests.workUntil(id, isDone)
  const dropped: string[] = []
  let isAway = true
  const making: OpenAuthority = (description) => ({
    ...tests.open(description),
    async dropCanary(sub) {
      if (isAway) throw new AppError("unavailable", "nobody answers")
      dropped.push(sub)
    },
  })
  const left = await database.logoutRun.findMany({ where: { runId: { not: id } }, select: { runId: true } })
  await database.logoutRun.updateMany({
    where: { runId: { in: left.map(({ runId }) => runId) } },
    data: { tidiedAt: new Date() },
  })
  await expect(tidyUp(tests.system, making)).rejects.toMatchObject({ message: "nobody answers" })
  isAway = false
  await Promise.all([tidyUp(tests.system, making), tidyUp(tests.system, making)])
  const accountsMade = new Set(dropped)
  expect(accountsMade.size).toBeGreaterThan(0)
  const told = await database.logoutEvent.findMany({
    where: { runId: id, found: { contains: "taken away" } },
  })
  expect(told.map(({ found }) => Number.parseInt(found, 10))).toEqual([accountsMade.size])
  dropped.length = 0
  await tidyUp(tests.system, making)
  expect(dropped).toEqual([])
})
