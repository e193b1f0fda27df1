import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { gzipSync } from "node:zlib"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import type { Database, SystemContext } from "../../lib/core/context.ts"
import { addEvidence } from "../../lib/evidence/sets/add-evidence.ts"
import { attemptFolder } from "../../lib/exposure/revisions/folders.ts"
import { findResult } from "../../lib/exposure/revisions/get-result.ts"
import { requestRevision } from "../../lib/exposure/revisions/request-revision.ts"
import { retryRun } from "../../lib/exposure/revisions/retry-run.ts"
import { stopRun } from "../../lib/exposure/revisions/stop-run.ts"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { openDatabase } from "../../lib/platform/db/client.ts"
import { type Cluster, openCluster } from "../../lib/platform/db/cluster.ts"
import { migrate } from "../../lib/platform/db/migrate.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { comesTrue, isRunning } from "../../lib/testing/run-tocsin.ts"
import { evidence, INCIDENT, LOG } from "../../lib/testing/small-evidence.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { startWorker, type Worker } from "../../lib/testing/worker-process.ts"

const data = temporaryFolder()
const { database, url } = await ownDatabase()
const { system, as } = contextsOver(database, data)
const security = await as("security")
const ENDING_MS_MAX = 60_000
/** For processes that end by themselves: they notice within moments. */
const GONE_MS_MAX = 10_000

let worker: Worker | null = null
const held: number[] = []
afterEach(async () => {
  for (const pid of held.splice(0)) if (isRunning(pid)) process.kill(pid, "SIGKILL")
  if (worker && !worker.hasEnded()) process.kill(worker.pid, "SIGKILL")
  await worker?.ended
  worker = null
  await database.run.deleteMany()
})

/** A process that does nothing until it is told to go on. */
function hold(pid: number): void {
  process.kill(pid, "SIGSTOP")
  held.push(pid)
}

function start(env: Record<string, string> = {}): Worker {
  worker = startWorker({ DATABASE_URL: url, TOCSIN_DATA: data, TOCSIN_ENGINE_MEMORY_MIB: "512", ...env })
  return worker
}

/** The log goes on with blank lines, which are no rows and take a few seconds to read. */
const LONG = { "log.ndjson": null, "log.ndjson.gz": gzipSync(`${LOG}\n${"\n".repeat(60 * 1024 * 1024)}`) }
const longEvidence = () => evidence(LONG)

/** An incident whose first revision waits for a worker. */
async function filed(folder: string, ctx: SystemContext = system) {
  const incident = await declareIncident(ctx, {
    title: "Two people",
    severity: "high",
    awareAt: "2024-02-16T16:00:00Z",
  })
  const set = await addEvidence(ctx, incident.id, { kind: "folder", folder })
  const isLong = readdirSync(folder).includes("log.ndjson.gz")
  const incidentFile = isLong ? INCIDENT.replace("log.ndjson", "log.ndjson.gz") : INCIDENT
  const requested = await requestRevision(ctx, { evidenceSetId: set.id, incidentFile })
  return { ...requested, incident: { ...incident, title: "Two people" } }
}

type Filed = Awaited<ReturnType<typeof filed>>

const latestRun = ({ revisionId }: Filed, ctx: SystemContext = system) =>
  ctx.db.run.findFirstOrThrow({ where: { revisionId }, orderBy: { attempt: "desc" } })

async function over(one: Filed, ctx: SystemContext = system) {
  const deadline = Date.now() + ENDING_MS_MAX
  for (;;) {
    const run = await latestRun(one, ctx).catch(() => null)
    if (run && run.state !== "queued" && run.state !== "running") return run
    if (Date.now() > deadline) throw new Error(`the run is still ${run?.state}: ${run?.label}`)
    await wait(50)
  }
}

const folderOf = ({ incident, number }: Filed, attempt: number) =>
  attemptFolder(system.config, incident.id, number, attempt)
const filesIn = (folder: string) => {
  try {
    return readdirSync(folder).sort()
  } catch {
    return null
  }
}
const areGone = (...pids: number[]) => comesTrue(() => !pids.some(isRunning), GONE_MS_MAX)

const WHOLE = [
  "actors-view.parquet",
  "actors.parquet",
  "coverage.parquet",
  "devices.parquet",
  "evidence-view.parquet",
  "evidence.parquet",
  "exposures-view.parquet",
  "exposures.parquet",
  "identities.parquet",
  "people-view.parquet",
  "people.parquet",
  "rejects.ndjson",
  "sources.parquet",
  "summary.json",
]

describe("a run", () => {
  test("goes from the request to a result with all its files", async () => {
    const one = await filed(evidence())
    start()
    expect(await over(one)).toMatchObject({ state: "done", done: 1, reason: null })
    const result = await findResult(system, one.incident)
    expect(result).toMatchObject({ folder: folderOf(one, 1), incidentFile: INCIDENT })
    expect(result?.summary).toMatchObject({
      title: "Two people",
      viewers: { total: 1 },
      owners: { total: 1 },
    })
    expect(filesIn(folderOf(one, 1))).toEqual(WHOLE)
    expect(filesIn(result?.accountsFolder ?? "")).toEqual(["by-email.parquet", "by-id.parquet"])
  })

  test("of a replayed incident writes it first, and reads it where it then lies", async () => {
    const { id } = await declareIncident(system, {
      title: "A drill",
      severity: "low",
      awareAt: "2024-02-16T16:00:00Z",
    })
    const set = await addEvidence(system, id, { kind: "drill", drill: { scenario: "second-hand" } })
    const requested = await requestRevision(system, { evidenceSetId: set.id, incidentFile: "" })
    const one = { ...requested, incident: { id, number: 0, title: "A drill" } }
    start()
    expect(await over(one)).toMatchObject({ state: "done" })
    expect((await findResult(system, one.incident))?.incidentFile).toMatch(/^title: /m)
    expect(filesIn(join(data, "incidents", id, "evidence"))).toEqual([set.id])
  })

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      "removed",
      (folder) => rmSync(join(folder, "log.ndjson")),
      /^incident file: access_log\.files: there is no file log\.ndjson$/,
    ],
    [
      "changed into something else",
      (folder) => writeFileSync(join(folder, "accounts.csv"), Buffer.from("PAR1\0\0PAR1")),
      /^accounts\.csv: /,
    ],
  ])(
    "whose evidence was %s after it was asked for fails and names the file, and nothing of it counts",
    async (_, change, reason) => {
      const folder = evidence()
      const one = await filed(folder)
      change(folder)
      start()
      expect(await over(one)).toMatchObject({ state: "failed", reason: expect.stringMatching(reason) })
      expect(await comesTrue(() => filesIn(folderOf(one, 1)) === null, GONE_MS_MAX)).toBe(true)
      expect(await findResult(system, one.incident)).toBeNull()
    },
  )

  test("ends before the disk is so full that the database cannot go on", async () => {
    const one = await filed(evidence())
    start({ TOCSIN_DISK_RESERVE_MIB: "999999999999" })
    expect(await over(one)).toMatchObject({
      state: "failed",
      reason: `The disk of ${data} is full. Make room and try again.`,
    })
    expect(await findResult(system, one.incident)).toBeNull()
  })
})

describe("a run at work", () => {
  /** Its process is held, so that it is at work for as long as the test needs. */
  async function atWork(one: Filed) {
    const running = start()
    const pids = await running.atWork()
    hold(pids.attempt)
    expect(await latestRun(one)).toMatchObject({ state: "running" })
    return { running, ...pids }
  }

  test("that is stopped takes its process and its engine along, and can be tried again", async () => {
    const one = await filed(longEvidence())
    const { attempt, engine } = await atWork(one)
    await stopRun(security, one.runId)
    expect(await over(one)).toMatchObject({ state: "stopped" })
    expect(await areGone(attempt, engine)).toBe(true)
    expect(await comesTrue(() => filesIn(folderOf(one, 1)) === null, GONE_MS_MAX)).toBe(true)
    await retryRun(security, one.runId)
    expect(await over(one)).toMatchObject({ attempt: 2, state: "done" })
    expect((await findResult(system, one.incident))?.folder).toBe(folderOf(one, 2))
  })

  test("whose worker is killed ends with it; the next worker fails it when its lease is over", async () => {
    const one = await filed(longEvidence())
    const { running, attempt, engine } = await atWork(one)
    process.kill(running.pid, "SIGKILL")
    process.kill(attempt, "SIGCONT")
    await running.ended
    expect(await areGone(attempt, engine)).toBe(true)
    expect(filesIn(folderOf(one, 1))).not.toContain("summary.json")
    await database.run.updateMany({ where: { state: "running" }, data: { leaseUntil: new Date() } })
    start()
    expect(await over(one)).toMatchObject({
      state: "failed",
      reason:
        "The worker that ran it ended or lost touch with the database. Nothing of it counts; try again.",
    })
    expect(await findResult(system, one.incident)).toBeNull()
    await retryRun(security, one.runId)
    expect(await over(one)).toMatchObject({ attempt: 2, state: "done" })
    expect([filesIn(folderOf(one, 1)), filesIn(folderOf(one, 2))]).toEqual([null, WHOLE])
  })

  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "whose worker is asked to end by %s waits for the next one, as a new attempt, before the worker ends",
    async (signal) => {
      const one = await filed(longEvidence())
      const { running, attempt, engine } = await atWork(one)
      process.kill(running.pid, signal)
      expect(await running.ended).toMatchObject({ status: 0, stderr: "" })
      expect(await latestRun(one)).toMatchObject({ state: "queued", attempt: 2, reason: null })
      expect(await areGone(attempt, engine)).toBe(true)
      expect(filesIn(folderOf(one, 1))).toBeNull()
      start()
      expect(await over(one)).toMatchObject({ state: "done", attempt: 2 })
      expect([filesIn(folderOf(one, 1)), filesIn(folderOf(one, 2))]).toEqual([null, WHOLE])
    },
  )

  test("whose own process is killed, as for want of memory, fails with that reason", async () => {
    const one = await filed(longEvidence())
    const { attempt, engine } = await atWork(one)
    process.kill(attempt, "SIGKILL")
    expect(await over(one)).toMatchObject({
      state: "failed",
      reason: "Its process ended before it was done (SIGKILL); try again.",
    })
    expect(await areGone(engine)).toBe(true)
  })

  test("whose engine is killed fails and leaves nothing", async () => {
    const one = await filed(longEvidence())
    const { attempt, engine } = await atWork(one)
    process.kill(engine, "SIGKILL")
    process.kill(attempt, "SIGCONT")
    expect(await over(one)).toMatchObject({ state: "failed", reason: expect.stringContaining("engine") })
    expect(await areGone(attempt)).toBe(true)
    expect(await comesTrue(() => filesIn(folderOf(one, 1)) === null, GONE_MS_MAX)).toBe(true)
  })

  test("whose data folder goes away is failed, not left to itself", async () => {
    const mounted = join(data, "mounted")
    mkdirSync(mounted)
    const elsewhere = contextsOver(database, mounted)
    const one = await filed(longEvidence(), elsewhere.system)
    const running = start({ TOCSIN_DATA: mounted })
    const { attempt, engine } = await running.atWork()
    hold(attempt)
    rmSync(mounted, { recursive: true })
    expect(await over(one)).toMatchObject({
      state: "failed",
      reason: `${mounted} cannot be reached any more. Bring it back and try again.`,
    })
    expect(await areGone(attempt, engine)).toBe(true)
  })
})

describe("when PostgreSQL goes away during a run", () => {
  const own = temporaryFolder()
  let cluster: Cluster
  let restarted: Database
  let there: SystemContext
  beforeAll(async () => {
    cluster = await openCluster(own)
    await migrate(cluster.url)
    restarted = openDatabase(cluster.url)
    there = contextsOver(restarted, own).system
  })
  afterAll(async () => {
    await restarted.$disconnect()
    await cluster.release()
  })

  /** As the supervisor does. */
  async function keepingAlive<T>(work: Promise<T>): Promise<T> {
    let isOver = false
    void work.finally(() => {
      isOver = true
    })
    while (!isOver) {
      await cluster.revive().catch(() => {})
      await wait(50)
    }
    return await work
  }

  test.each<[string, NodeJS.Signals]>([
    ["stopped", "SIGINT"],
    ["killed", "SIGKILL"],
  ])("%s and started again, the worker waits for it, and the run is done", async (_, signal) => {
    const one = await filed(longEvidence(), there)
    const running = start({ DATABASE_URL: cluster.url, TOCSIN_DATA: own })
    const { attempt } = await running.atWork()
    hold(attempt)
    const server = postmasterOf(own)
    process.kill(server, signal)
    expect(await areGone(server)).toBe(true)
    process.kill(attempt, "SIGCONT")
    expect(await keepingAlive(over(one, there))).toMatchObject({ state: "done", attempt: 1 })
    process.kill(running.pid, "SIGTERM")
    expect((await running.ended).status).toBe(0)
  })
})

function postmasterOf(folder: string): number {
  return Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0])
}

test("a worker without a database says what is missing, in one line", async () => {
  expect(await start({ DATABASE_URL: "" }).ended).toMatchObject({
    status: 2,
    stderr: "tocsin: DATABASE_URL: is missing; `npm start` starts this process with it\n",
  })
})
