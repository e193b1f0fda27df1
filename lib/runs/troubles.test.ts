import { expect, test } from "vitest"
import type { PlannedRun } from "../../prisma/generated/client.ts"
import { AppError } from "../core/errors.ts"
import { openHeldLocks } from "../platform/db/held-lock.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { bothCounts, startedToyRun } from "../testing/runs/toy-run.ts"
import { toyItem } from "../testing/runs/toy-user.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { isPassing } from "./is-passing.ts"
import type { Item, RunUser } from "./kind.ts"
import { workOffPlannedRuns } from "./work-off-planned-runs.ts"

const { database, url } = await ownDatabase()
const { system } = contextsOver(database, temporaryFolder())
const settings = { port: 1, paceKey: "troubles" }

/** Works in this process until the run is no longer under way. */
async function workOff(
  run: PlannedRun,
  does: { perform?: (item: Item) => void; fill?: () => void },
): Promise<PlannedRun> {
  const stopping = new AbortController()
  const user: RunUser = {
    kind: "notices",
    open: async () => ({
      batchMax: 25,
      paceKey: settings.paceKey,
      async fill(fromRow, toRow) {
        does.fill?.()
        return Array.from({ length: toRow - fromRow }, (_, nth) => toyItem(run, fromRow + nth))
      },
      async perform(item) {
        does.perform?.(item)
        return { state: "accepted", reason: "250" }
      },
      close: async () => {},
    }),
    gate: () => null,
  }
  const working = workOffPlannedRuns(system, [user], openHeldLocks(url), stopping.signal)
  const found = () => database.plannedRun.findUniqueOrThrow({ where: { id: run.id } })
  await expect.poll(async () => (await found()).state, { timeout: 60_000 }).not.toBe("running")
  stopping.abort()
  await working
  return await found()
}

test("faults with work between them cost their own items, however many there are in a run", async () => {
  const run = await startedToyRun(database, system, { rows: 800, settings })
  const perform = ({ row }: Item) => {
    if (row % 100 === 50) throw new TypeError("this one alone")
  }
  expect(await workOff(run, { perform })).toMatchObject({ state: "finished" })
  const { states, counted } = await bothCounts(database, run)
  expect(states).toEqual(counted)
  expect(states).toMatchObject({ accepted: 792, unknown: 8 })
})

test("a database that goes away again and again is waited for", async () => {
  const run = await startedToyRun(database, system, { rows: 40, settings })
  let times = 0
  const fill = () => {
    times++
    if (times < 5) throw Object.assign(new Error("no connection"), { code: "ECONNRESET" })
    if (times < 9) throw new AppError("unavailable", "The disk cannot be reached.")
  }
  expect(await workOff(run, { fill })).toMatchObject({ state: "finished" })
  expect((await bothCounts(database, run)).states.accepted).toBe(40)
})

test("a fault that lets nothing through pauses the run in words of ours", async () => {
  const run = await startedToyRun(database, system, { rows: 40, settings })
  const fill = () => {
    throw new TypeError("of undefined")
  }
  const paused = await workOff(run, { fill })
  expect(paused).toMatchObject({ state: "paused", pauseReason: expect.stringMatching(/^A fault of ours/) })
  expect((await bothCounts(database, run)).states.queued).toBe(40)
})

test("what passes is told by the codes and words of drivers, however they wrap each other", async () => {
  const said = (code: string) => Object.assign(new Error("x"), { code })
  const wrapped = (cause: object) =>
    Object.assign(new Error("Raw query failed"), { code: "P2010", meta: { driverAdapterError: { cause } } })
  const passing = [
    said("57P01"),
    said("P1017"),
    new Error("Connection terminated unexpectedly"),
    new Error("around", { cause: said("ECONNREFUSED") }),
    wrapped({ kind: "postgres", originalCode: "57P03" }),
    wrapped({ kind: "ConnectionClosed" }),
    new AppError("unavailable", "Not now."),
  ]
  for (const error of passing) expect(isPassing(error)).toBe(true)
  const lasting = [
    new TypeError("x"),
    said("23505"),
    wrapped({ kind: "postgres", originalCode: "42P01" }),
    new AppError("precondition", "No.", { cause: said("ECONNRESET") }),
    "text",
    null,
  ]
  for (const error of lasting) expect(isPassing(error)).toBe(false)
  await expect(database.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`).rejects.toSatisfy(isPassing)
  await expect(
    system.step("gone", { text: "SELECT pg_terminate_backend(pg_backend_pid())", values: [] } as never),
  ).rejects.toSatisfy(isPassing)
})
