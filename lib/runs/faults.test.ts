import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, expect, test } from "vitest"
import type { PlannedRun } from "../../prisma/generated/client.ts"
import { openDatabase } from "../platform/db/client.ts"
import { openCluster } from "../platform/db/cluster.ts"
import { migrate } from "../platform/db/migrate.ts"
import { serverPrograms } from "../platform/db/server-programs.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { comesTrue, type Running } from "../testing/run-tocsin.ts"
import { type Manner, openFarSide } from "../testing/runs/far-side.ts"
import { bothCounts, startedToyRun, startToyWorker } from "../testing/runs/toy-run.ts"
import { BATCH_MAX } from "./pace.ts"

const ROWS = 4_000
const KILLS = 6
const RESUMED_MS_MAX = 90_000
/** Leases pass, then somebody has to be asked twice. */
const DONE_MS_MAX = 150_000
const SEALED_MS_MAX = 30_000

// A server of the test's own, for it is restarted.
const folder = mkdtempSync(join(tmpdir(), "tocsin-test-faults-"))
const cluster = await openCluster(folder)
await migrate(cluster.url)
const database = openDatabase(cluster.url)
const { system } = contextsOver(database, folder)
const workers = new Set<Running>()

afterAll(async () => {
  for (const { pid, hasEnded } of workers) if (!hasEnded()) process.kill(pid, "SIGKILL")
  await Promise.all([...workers].map(({ ended }) => ended))
  await database.$disconnect()
  await cluster.release()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

function startWorker(): Running {
  const worker = startToyWorker(cluster.url, folder)
  workers.add(worker)
  return worker
}

async function restart(mode: "fast" | "immediate") {
  const { folder: cell, run } = await serverPrograms(folder)
  await run("pg_ctl", ["restart", "-D", cell, "-m", mode, "-w", "-l", join(cell, "server.log")])
}

/** Workers live on, but others may take their chunks: each is another worker from then on. */
async function loseLocks() {
  await database.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tocsin lock'`
}

const stateOf = (run: PlannedRun) =>
  database.plannedRun.findUniqueOrThrow({ where: { id: run.id } }).then(
    ({ state }) => state,
    () => "away",
  )

test("workers are killed and the database restarted: all arrives once, or is named", async () => {
  let asked: PlannedRun | null = null
  /** Of the run that can be asked about, some are lost on the way there and some on the way back. */
  const manner = (token: string, nth: number): Manner => {
    if (!asked || !token.startsWith(asked.id) || nth > 1) return "take"
    const row = Number(token.slice(asked.id.length + 1))
    return ({ 1: "take_and_drop", 2: "drop", 3: "put_off" } as const)[row % 40] ?? "take"
  }
  const far = await openFarSide(manner, () => Math.random() * 25)
  const settings = { port: far.port, skipEvery: 50 }
  asked = await startedToyRun(database, system, { rows: ROWS, settings: { ...settings, paceKey: "asked" } })
  const unasked = await startedToyRun(database, system, {
    rows: ROWS,
    settings: { ...settings, paceKey: "unasked", canBeAsked: false },
  })
  const pair = [startWorker(), startWorker()]
  let killedAt = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const before = far.taken.length
    expect(await comesTrue(() => far.taken.length > before + 100, RESUMED_MS_MAX)).toBe(true)
    await wait(Math.random() * 300)
    const victim = pair[kill % 2]
    if (victim) process.kill(victim.pid, "SIGKILL")
    killedAt = performance.now()
    pair[kill % 2] = startWorker()
    if (kill === 1) await restart("fast")
    if (kill === 2) await loseLocks()
    if (kill === 4) await restart("immediate")
  }
  const isDone = async () => (await stateOf(asked)) === "finished" && (await stateOf(unasked)) === "finished"
  expect(await comesTrue(isDone, DONE_MS_MAX)).toBe(true)
  expect(far.taken.at(-1)?.at).toBeLessThan(killedAt + RESUMED_MS_MAX)

  const counts = far.counts()
  expect([...counts.values()].filter((count) => count > 1)).toEqual([])
  for (const run of [asked, unasked]) {
    const { states, counted } = await bothCounts(database, run)
    expect(states).toEqual(counted)
    const arrived = [...counts.keys()].filter((token) => token.startsWith(run.id))
    const canBeAsked = run.id === asked.id
    expect(states.accepted + states.unknown + states.suppressed).toBe(ROWS)
    if (canBeAsked) expect(states.unknown).toBe(0)
    expect(states.unknown).toBeLessThanOrEqual(KILLS * BATCH_MAX)
    expect(arrived.length).toBeGreaterThanOrEqual(states.accepted)
    const accepted = await database.runItem.findMany({ where: { runId: run.id, state: "accepted" } })
    expect(accepted.filter(({ token }) => !counts.has(token))).toEqual([])
    const entries = () => entriesOf(database, { incidentId: run.incidentId })
    // The items are sealed once the run is finished: that takes a moment.
    const isSealed = async () => (await entries()).at(-1)?.details.items !== undefined
    expect(await comesTrue(isSealed, SEALED_MS_MAX)).toBe(true)
    const seals = await entries()
    expect(seals.map(({ act }) => act)).toEqual(
      expect.arrayContaining(["planned_run.finish", "planned_run.seal"]),
    )
    expect(seals.at(-1)?.details).toMatchObject({ items: expect.stringMatching(/^[0-9a-f]{64}$/) })
  }
})
