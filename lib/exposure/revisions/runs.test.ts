import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import { beforeEach, describe, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { addEvidence } from "../../evidence/sets/add-evidence.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Summary } from "../summary.ts"
import type { AttemptEnding, StartAttempt } from "./attempt.ts"
import { claimRun } from "./claim-run.ts"
import { endRun } from "./end-run.ts"
import { reapRun } from "./reap-run.ts"
import { reportProgress } from "./report-progress.ts"
import { requestRevision } from "./request-revision.ts"
import { retryRun } from "./retry-run.ts"
import { stopRun } from "./stop-run.ts"
import { workOffRuns } from "./work-off-runs.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const security = await as("security")
const worker = randomUUID()
const done = {
  state: "done" as const,
  summary: { digest: "d1" } as Summary,
  accountsFolder: "accounts",
  incidentFile: "title: x",
}

let runId: string
let revisionId: string
let incidentId: string

beforeEach(async () => {
  await database.run.deleteMany()
  incidentId = (
    await declareIncident(security, { title: "Two homes", severity: "high", awareAt: "2024-02-16T16:00:00Z" })
  ).id
  const set = await addEvidence(security, incidentId, { kind: "upload" })
  ;({ runId, revisionId } = await requestRevision(security, {
    evidenceSetId: set.id,
    incidentFile: "title: x",
  }))
})

const run = () => database.run.findUniqueOrThrow({ where: { id: runId } })
const latest = () => database.run.findFirstOrThrow({ where: { revisionId }, orderBy: { attempt: "desc" } })
const actsOf = async (id: string) => (await entriesOf(database, { incidentId: id })).map(({ act }) => act)

async function claimed(workerId = worker) {
  const own = await claimRun(system, workerId)
  if (!own) throw new Error("no run waits")
  return { ...own, workerId }
}

async function expireLease() {
  await database.run.update({ where: { id: runId }, data: { leaseUntil: new Date(Date.now() - 1_000) } })
}

test("a run goes from queued to done, and its revision is complete only then", async () => {
  const own = await claimed()
  expect(await database.revision.findUniqueOrThrow({ where: { id: revisionId } })).toMatchObject({
    completedAt: null,
  })
  expect(await reportProgress(system, own, { label: "Reading", done: 0.5 })).toBe("go_on")
  expect(await run()).toMatchObject({ state: "running", label: "Reading", done: 0.5 })
  expect(await endRun(system, own, done)).toBe(true)
  expect(await run()).toMatchObject({ state: "done", done: 1 })
  const revision = await database.revision.findUniqueOrThrow({ where: { id: revisionId } })
  expect(revision).toMatchObject({ digest: "d1", resultAttempt: 1, accountsFolder: "accounts" })
  expect(await actsOf(incidentId)).toEqual([
    "incident.declare",
    "evidence.add",
    "revision.request",
    "run.start",
    "run.finish",
  ])
})

test("of many workers who claim at once, each run goes to one", async () => {
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimRun(system, randomUUID())))
  expect(claims.filter(Boolean)).toHaveLength(1)
})

describe("a run that is to stop", () => {
  test("is stopped at once while it waits", async () => {
    await stopRun(security, runId)
    expect(await run()).toMatchObject({ state: "stopped" })
    expect(await claimRun(system, worker)).toBeNull()
  })

  test("is told so while it runs, and cannot be done any more", async () => {
    const own = await claimed()
    await stopRun(security, runId)
    expect(await reportProgress(system, own, { label: "Reading", done: 0.6 })).toBe("stop")
    expect(await endRun(system, own, done)).toBe(false)
    expect(await endRun(system, own, { state: "stopped" })).toBe(true)
    expect(await database.revision.findUniqueOrThrow({ where: { id: revisionId } })).toMatchObject({
      completedAt: null,
    })
  })

  test("that has ended refuses in words, and leaves no trail", async () => {
    const own = await claimed()
    await endRun(system, own, done)
    const before = await actsOf(incidentId)
    await expect(stopRun(security, runId)).rejects.toMatchObject({
      code: "conflict",
      message: "This run has ended already",
    })
    expect(await actsOf(incidentId)).toEqual(before)
  })
})

describe("a worker that is not heard of any more", () => {
  test("loses its run when the lease is over, and cannot end it afterwards", async () => {
    const own = await claimed()
    expect(await reapRun(system)).toBe(false)
    await expireLease()
    expect(await reapRun(system)).toBe(true)
    expect(await run()).toMatchObject({ state: "failed", reason: expect.stringContaining("try again") })
    expect(await reportProgress(system, own, { label: "Reading", done: 0.9 })).toBe("lost")
    expect(await endRun(system, own, done)).toBe(false)
  })

  test("whose run was to stop leaves it stopped", async () => {
    await claimed()
    await stopRun(security, runId)
    await expireLease()
    await reapRun(system)
    expect(await run()).toMatchObject({ state: "stopped", reason: null })
  })

  test("that reports again before anybody has looked keeps its run", async () => {
    const own = await claimed()
    await expireLease()
    expect(await reportProgress(system, own, { label: "Reading", done: 0.5 })).toBe("go_on")
    expect(await reapRun(system)).toBe(false)
  })
})

describe("trying again", () => {
  test("makes one new attempt, however many ask at once", async () => {
    await endRun(system, await claimed(), { state: "failed", reason: "the disk was full" })
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => retryRun(security, runId)))
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    expect(await latest()).toMatchObject({ attempt: 2, state: "queued" })
  })

  test("is refused while an attempt is under way, and when one is done", async () => {
    await expect(retryRun(security, runId)).rejects.toMatchObject({ code: "conflict" })
    await endRun(system, await claimed(), done)
    await expect(retryRun(security, runId)).rejects.toMatchObject({ message: "This revision is done" })
  })

  test("is refused to those who may not, in words that say who may", async () => {
    const support = await as("support")
    await expect(retryRun(support, runId)).rejects.toMatchObject({
      code: "forbidden",
      message: "This is for security; you are signed in as support.",
    })
  })
})

describe("the worker's loop", () => {
  /** Attempts that end as they are told to, or go on until they are killed. */
  function attempts(ending: AttemptEnding | "never") {
    let kills = 0
    const start: StartAttempt = (_, onProgress) => {
      onProgress({ label: "Reading", done: 0.3 })
      let end = (_: AttemptEnding) => {}
      const ended = new Promise<AttemptEnding>((resolve) => {
        end = resolve
      })
      if (ending !== "never") end(ending)
      return {
        ended,
        kill: () => {
          kills++
          end({ state: "failed", reason: "killed" })
        },
      }
    }
    return { start, kills: () => kills }
  }

  async function working(start: StartAttempt, until: () => Promise<boolean>) {
    const stopping = new AbortController()
    const work = workOffRuns(system, worker, start, stopping.signal)
    const deadline = Date.now() + 20_000
    while (!(await until())) {
      if (Date.now() > deadline) throw new Error("it did not come about")
      await wait(50)
    }
    stopping.abort()
    await work
  }

  test("settles what an attempt gives", async () => {
    await working(
      attempts({ state: "failed", reason: "accounts.csv: is not there" }).start,
      async () => (await run()).state === "failed",
    )
    expect(await run()).toMatchObject({ reason: "accounts.csv: is not there" })
  })

  test("kills the attempt of a run that is to stop", async () => {
    const { start, kills } = attempts("never")
    await working(start, async () => {
      const { state } = await run()
      if (state === "running") await stopRun(security, runId).catch(() => {})
      return state === "stopped"
    })
    expect(kills()).toBe(1)
  })

  test("that is shut down gives its run back, as a new attempt that the next worker takes", async () => {
    const { start } = attempts("never")
    const stopping = new AbortController()
    const work = workOffRuns(system, worker, start, stopping.signal)
    while ((await run()).state !== "running") await wait(50)
    stopping.abort()
    await work
    expect(await run()).toMatchObject({ state: "queued", attempt: 2, workerId: null, startedAt: null })
    expect(await database.trailEntry.count({ where: { chainId: incidentId, act: "run.hand_back" } })).toBe(1)
    expect(await claimRun(system, randomUUID())).toMatchObject({ id: runId, attempt: 2 })
  })

  test("that is shut down leaves a run stopped that somebody had stopped just before", async () => {
    const { start } = attempts("never")
    const stopping = new AbortController()
    const work = workOffRuns(system, worker, start, stopping.signal)
    while ((await run()).state !== "running") await wait(50)
    await stopRun(security, runId)
    stopping.abort()
    await work
    expect(await run()).toMatchObject({ state: "stopped", attempt: 1 })
  })
})

test("two revisions that are asked for at once get two numbers", async () => {
  const set = await database.evidenceSet.findFirstOrThrow({ where: { incidentId } })
  const requests = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      requestRevision(security as Context, { evidenceSetId: set.id, incidentFile: `title: y${index}` }),
    ),
  )
  expect(requests.map(({ number }) => number).sort()).toEqual([2, 3, 4, 5, 6, 7])
})
