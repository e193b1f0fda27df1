import { setTimeout as wait } from "node:timers/promises"
import { afterEach, expect, test } from "vitest"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import { AppError } from "../../core/errors.ts"
import type { RevokeOutcome, SessionAuthority } from "../../core/session-authority.ts"
import { moveItems } from "../../runs/move-items.ts"
import { logoutTests } from "../../testing/containment/logout-tests.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { ownProvider } from "../../testing/idp.ts"
import { comesTrue } from "../../testing/run-tocsin.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { abortLogout, resumeLogout } from "../logout/change-logout.ts"
import { listUnproved } from "../logout/list-unproved.ts"
import { getLogoutProgress } from "../logout/logout-progress.ts"
import type { Logout } from "../logout/logout-run.ts"
import { isOver } from "../logout/rules.ts"
import { conductLogouts } from "./conduct-logouts.ts"

const { database, url } = await ownDatabase()
const provider = await ownProvider()
const tests = await logoutTests(database, url, temporaryFolder(), provider)
const { security } = tests

const isDone = ({ phase }: Logout) => phase !== null && isOver(phase)
let batch = 0
/** So many accounts with sessions, as a scope of their own. */
async function accounts(count: number) {
  batch++
  const subjects = Array.from({ length: count }, (_, nth) => `troubled-${batch}-${nth}`)
  await tests.seed(subjects)
  return { by: "list" as const, subjects }
}

/** The provider's authority with some of its methods put in front of it. */
function troubled(change: (authority: SessionAuthority) => Partial<SessionAuthority>): OpenAuthority {
  return (description) => {
    const authority = tests.open(description)
    return { ...authority, ...change(authority) }
  }
}

const stepsOf = async (runId: string) =>
  (await database.logoutEvent.findMany({ where: { runId }, orderBy: { id: "asc" } })).map(
    ({ found }) => found,
  )
const gapsOf = async (runId: string) => (await getLogoutProgress(security, runId)).report?.gaps ?? []
const allAs = (subs: readonly string[], outcome: RevokeOutcome) => new Map(subs.map((sub) => [sub, outcome]))
const few = { waves: 1, canarySubjects: 5 }

afterEach(async () => {
  const open = await database.logoutRun.findMany({
    where: { phase: { notIn: ["closed", "closed_with_gaps", "aborted"] } },
  })
  for (const { runId } of open) await abortLogout(security, runId, "the test is over")
})

test("nobody has seen a trouble that the pause was not written for", async () => {
  await database.$executeRaw`CREATE FUNCTION no_pause() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.state = 'paused' AND OLD.state = 'running' THEN RAISE EXCEPTION 'the database is going down'; END IF;
    RETURN NEW; END $$`
  await database.$executeRaw`CREATE TRIGGER no_pause BEFORE UPDATE ON planned_run FOR EACH ROW EXECUTE FUNCTION no_pause()`
  const sick = troubled(() => ({
    health: async () => ({ windowS: 30, logins: 1, failedLogins: 99, errors: 0 }),
  }))
  const { id } = await tests.begun({ scope: await accounts(20), ...few })
  const stopping = new AbortController()
  const working = tests.workUntil(id, () => stopping.signal.aborted, sick)
  await comesTrue(async () => (await stepsOf(id)).some((found) => found.includes("are done so far")), 60_000)
  await wait(4_000)
  await database.$executeRaw`DROP TRIGGER no_pause ON planned_run`
  const paused = await working
  expect(paused).toMatchObject({
    standing: "paused",
    pauseReason: expect.stringContaining("99 of 100 logins"),
  })
  expect(paused.phase).toBe("gate")
})

test("a trouble longer than a pause may tell pauses all the same", async () => {
  const long = "x".repeat(2_100)
  const named = troubled((authority) => ({
    mintCanary: async (kind, sub, app) => ({
      ...(await authority.mintCanary(kind, sub, app)),
      relyingParty: kind === "opaque" ? long : "app",
    }),
    async probe(canary) {
      const seen = await authority.probe(canary)
      return canary.kind === "opaque" && seen.verdict === "dead" ? { verdict: "alive", reason: "200" } : seen
    },
  }))
  const { id } = await tests.begun({ scope: await accounts(20), ...few })
  expect(await tests.workUntil(id, isDone, named)).toMatchObject({ standing: "paused", phase: "gate" })
  const honest = troubled((authority) => ({ probe: (canary) => authority.probe(canary) }))
  await resumeLogout(security, id, "seen")
  expect(await tests.workUntil(id, isDone, honest)).toMatchObject({ standing: "closed_with_gaps" })
  expect(await gapsOf(id)).toContainEqual(expect.stringMatching(/opaque at x+ lived on for up to/))
})

test.each([
  ["while its canaries are minted", "global" as const, "mint"],
  ["at a gate", "cohorts" as const, "health"],
])("no cut-off is set by a logout that was aborted %s", async (_, epoch, when) => {
  const set: unknown[] = []
  const run = { id: "", asked: 0 }
  const abortOnce = async (nth: number) => {
    if (run.asked++ === nth) await abortLogout(security, run.id, "the wrong people")
  }
  const slow = troubled((authority) => ({
    async mintCanary(kind, sub, app) {
      if (when === "mint") await abortOnce(3)
      return await authority.mintCanary(kind, sub, app)
    },
    async health() {
      if (when === "health") await abortOnce(0)
      return { windowS: 30, logins: 0, failedLogins: 0, errors: 0 }
    },
    async setEpoch(scope, cutoff) {
      set.push(scope)
      return (await authority.setEpoch?.(scope, cutoff)) ?? cutoff
    },
  }))
  const cutoff = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 600_000).toISOString()
  run.id = (
    await tests.begun({ scope: await accounts(20), ...few, epoch, ...(epoch === "global" && { cutoff }) })
  ).id
  expect(await tests.workUntil(run.id, isDone, slow)).toMatchObject({ standing: "aborted" })
  expect(set).toEqual([])
})

test("what was ended in vain is ended anew when the logout goes on, and stays a gap", async () => {
  let lies = true
  const lying = troubled((authority) => ({
    async revoke(subs, what, over) {
      const isLie = lies && what.idempotencyKey.endsWith("-early")
      return isLie
        ? allAs(subs, { state: "accepted", reason: "204" })
        : await authority.revoke(subs, what, over)
    },
  }))
  const { id } = await tests.begun({ scope: await accounts(20), ...few })
  expect(await tests.workUntil(id, isDone, lying)).toMatchObject({ standing: "paused", phase: "gate" })
  lies = false
  await resumeLogout(security, id, "it was mended")
  expect(await tests.workUntil(id, isDone, lying)).toMatchObject({ standing: "closed_with_gaps" })
  const { report } = await getLogoutProgress(security, id)
  expect(report?.kinds.find(({ kind }) => kind === "opaque")).toMatchObject({ dead: "yes" })
  expect(report?.gaps).toContainEqual(expect.stringMatching(/opaque at .* lived on for up to/))
})

test("a canary that died by itself proves nothing", async () => {
  const minted = new Map<string, number>()
  const short = troubled((authority) => ({
    async mintCanary(kind, sub, app) {
      const canary = await authority.mintCanary(kind, sub, app)
      minted.set(canary.token, Date.now())
      return canary
    },
    async revoke(subs, what, over) {
      return /-(early|late)$/.test(what.idempotencyKey)
        ? allAs(subs, { state: "accepted", reason: "204" })
        : await authority.revoke(subs, what, over)
    },
    async probe(canary) {
      const lived = Date.now() - (minted.get(canary.token) ?? 0)
      return lived > 5_000
        ? { verdict: "dead", reason: "401: it has expired" }
        : await authority.probe(canary)
    },
  }))
  const { id } = await tests.begun({ scope: await accounts(20), ...few })
  expect(await tests.workUntil(id, isDone, short)).toMatchObject({ standing: "closed_with_gaps" })
  expect(await gapsOf(id)).toContainEqual(expect.stringMatching(/canary of kind session .*was dead before/))
})

test("a login that was tried before the end of all says nothing of who comes back then", async () => {
  let isEnd = false
  const down = troubled((authority) => ({
    async revoke(subs, what, over) {
      if (what.idempotencyKey.endsWith("-late")) isEnd = true
      return await authority.revoke(subs, what, over)
    },
    async mintCanary(kind, sub, app) {
      if (isEnd && kind === "opaque") throw new AppError("unavailable", "the login is down")
      return await authority.mintCanary(kind, sub, app)
    },
  }))
  const { id } = await tests.begun({ scope: await accounts(20), ...few })
  expect(await tests.workUntil(id, isDone, down)).toMatchObject({ standing: "paused" })
  await resumeLogout(security, id, "seen")
  expect(await tests.workUntil(id, isDone, down)).toMatchObject({ standing: "closed_with_gaps" })
  expect(await gapsOf(id)).toContainEqual(expect.stringMatching(/whether fresh tokens of kind opaque/))
})

test("nothing is closed over somebody who is queued again", async () => {
  const { id } = await tests.begun({ scope: await accounts(20), ...few })
  await tests.workUntil(id, ({ phase }) => phase === "settling")
  await tests.system.ledger(async (tx) => {
    await tx.$executeRaw`UPDATE run_item SET state = 'unknown' WHERE run_id = ${id}::uuid AND row = 7`
    await tx.$executeRaw`UPDATE run_chunk SET unknown = unknown + 1, verified = verified - 1
      WHERE run_id = ${id}::uuid AND from_row <= 7 AND to_row > 7`
    await moveItems(tx, id, [{ row: 7, from: ["unknown"], to: "queued", reason: "surely not done" }])
  })
  const stopping = new AbortController()
  const conducting = conductLogouts(tests.system, tests.open, stopping.signal)
  await wait(6_000)
  stopping.abort()
  await conducting
  expect((await getLogoutProgress(security, id)).logout.phase).toBe("settling")
  expect(await tests.workUntil(id, isDone)).toMatchObject({ standing: "closed" })
  const { queued, accepted, verified } = (await getLogoutProgress(security, id)).counts.states
  expect([queued, accepted + verified]).toEqual([0, 20])
})

test("a cut-off that lies before the canaries is proved by one of their own", async () => {
  const cutoff = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 600_000).toISOString()
  const { id } = await tests.begun({ scope: await accounts(20), ...few, cutoff })
  expect(await tests.workUntil(id, isDone)).toMatchObject({ standing: "closed" })
})

test("who could not be asked about is asked again when a person lets it go on", async () => {
  let isAway = true
  const away = troubled((authority) => ({
    async inspect(sub) {
      if (isAway) throw new AppError("unavailable", "503")
      return (await authority.inspect?.(sub)) as Awaited<ReturnType<NonNullable<SessionAuthority["inspect"]>>>
    },
  }))
  const { id } = await tests.begun({ scope: await accounts(20), ...few })
  const paused = await tests.workUntil(id, isDone, away)
  expect(paused).toMatchObject({
    standing: "paused",
    pauseReason: expect.stringContaining("could not be asked"),
  })
  isAway = false
  await resumeLogout(security, id, "it answers again")
  expect(await tests.workUntil(id, isDone, away)).toMatchObject({ standing: "closed" })
  expect((await getLogoutProgress(security, id)).sample).toMatchObject({ inspected: 20, unseen: 0 })
})

test("who is put off for long does not hold up the others unseen", async () => {
  const refused: string[] = []
  const busy = troubled((authority) => ({
    async revoke(subs, what, over) {
      if (refused.length === 0) refused.push(...subs.filter((sub) => sub.startsWith("troubled")).slice(0, 1))
      const outcomes = await authority.revoke(
        subs.filter((sub) => !refused.includes(sub)),
        what,
        over,
      )
      for (const sub of subs)
        if (refused.includes(sub))
          outcomes.set(sub, { state: "deferred", reason: "503", againInS: 3_600, isPushback: false })
      return outcomes
    },
  }))
  const { id } = await tests.begun({ scope: await accounts(30), ...few })
  const paused = await tests.workUntil(id, isDone, busy)
  expect(paused).toMatchObject({ standing: "paused", pauseReason: expect.stringContaining("put off again") })
  await resumeLogout(security, id, "the others first")
  await tests.workUntil(id, ({ phase }) => phase === "verifying", busy)
  const { deferred, accepted, verified } = (await getLogoutProgress(security, id)).counts.states
  expect([deferred, accepted + verified]).toEqual([1, 29])
  expect(await listUnproved(security, id)).toMatchObject({
    count: 1,
    subjects: [{ why: "put_off", reason: "503", pseudonym: expect.stringMatching(/^P-/) }],
  })
})

test("a fault that stays pauses a logout, in words", async () => {
  const { id } = await tests.begun({ scope: await accounts(5), ...few })
  const { secret } = await database.authority.findUniqueOrThrow({ where: { id: tests.authorityId } })
  const broken = `${secret?.slice(0, -6)}AAAAAA`
  await database.authority.update({ where: { id: tests.authorityId }, data: { secret: broken } })
  const stopping = new AbortController()
  const conducting = conductLogouts(tests.system, tests.open, stopping.signal)
  try {
    await comesTrue(
      async () => (await database.plannedRun.findUniqueOrThrow({ where: { id } })).state === "paused",
      30_000,
    )
  } finally {
    stopping.abort()
    await conducting
    await database.authority.update({ where: { id: tests.authorityId }, data: { secret } })
  }
  const { pauseReason } = await database.plannedRun.findUniqueOrThrow({ where: { id } })
  expect(pauseReason).toMatch(/secret/)
})

test("a new password is asked for also of whoever a cut-off has left nothing", async () => {
  const asked: string[] = []
  const asking = troubled((authority) => ({
    isReplaySafe: false,
    async requireReset(sub) {
      asked.push(sub)
      return { state: "accepted", reason: "204" }
    },
    async inspect(sub) {
      const found = await authority.inspect?.(sub)
      return { isKnown: found?.isKnown ?? true, sessions: [], lastAuthenticatedAt: null }
    },
  }))
  const scope = await accounts(12)
  const logout = await tests.begun({ scope, ...few, epoch: "global", requiresReset: true }, asking)
  await tests.workUntil(logout.id, isDone, asking)
  expect(asked.toSorted()).toEqual(scope.subjects.toSorted())
})
