import { randomUUID } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import type { SystemContext } from "../../core/context.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Summary } from "../summary.ts"
import { claimRun } from "./claim-run.ts"
import { attemptFolder } from "./folders.ts"
import { findResult } from "./get-result.ts"
import { requestRevision } from "./request-revision.ts"
import { settleRun } from "./settle-run.ts"
import { stopRun } from "./stop-run.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const security = await as("security")
const ending = (title: string) => ({
  state: "done" as const,
  summary: { digest: "d", title, questions: [] } as unknown as Summary,
  accountsFolder: "accounts",
  incidentFile: "title: x",
})
const done = ending("T")

let incident: Awaited<ReturnType<typeof newIncident>>
let run: NonNullable<Awaited<ReturnType<typeof claimRun>>> & { workerId: string }
beforeEach(async () => {
  await database.run.deleteMany()
  incident = await newIncident(security)
  await requestRevision(security, { evidenceSetId: incident.evidenceSetId, incidentFile: "title: x" })
  const workerId = randomUUID()
  const claimed = await claimRun(system, workerId)
  if (!claimed) throw new Error("the run waits")
  run = { ...claimed, workerId }
})

const current = () => database.run.findUniqueOrThrow({ where: { id: run.id } })
const ends = async () =>
  (await entriesOf(database, { incidentId: incident.id }))
    .map(({ act }) => act)
    .filter((act) => act.startsWith("run."))

describe("the result of a run counts", () => {
  test("when it is done", async () => {
    expect(await settleRun(system, run, done)).toBe(true)
    expect([(await current()).state, await ends()]).toEqual(["done", ["run.start", "run.finish"]])
  })

  test("also when the database's answer that it is written gets lost, and is written once", async () => {
    let lost = 0
    const unlucky: SystemContext = {
      ...system,
      async mutate(act, about, work) {
        const written = await system.mutate(act, about, work)
        if (lost++ === 0) throw new Error("the connection broke")
        return written
      },
    }
    expect(await settleRun(unlucky, run, done)).toBe(true)
    expect([(await current()).state, await ends()]).toEqual(["done", ["run.start", "run.finish"]])
  })

  test("not when it was to stop before, which it then is", async () => {
    await stopRun(security, run.id)
    expect(await settleRun(system, run, done)).toBe(false)
    expect([(await current()).state, await ends()]).toEqual([
      "stopped",
      ["run.start", "run.stop", "run.fail"],
    ])
  })

  test("not when the run is another worker's by now", async () => {
    expect(await settleRun(system, { ...run, workerId: randomUUID() }, done)).toBe(false)
    expect((await current()).state).toBe("running")
  })

  test("not when it has been failed for want of a sign of life", async () => {
    await database.run.update({ where: { id: run.id }, data: { state: "failed", reason: "x" } })
    expect(await settleRun(system, run, done)).toBe(false)
  })

  test("not when the database will not take it: the run fails, and does not go on for ever", async () => {
    expect(await settleRun(system, run, ending("a\0b"))).toBe(false)
    expect(await current()).toMatchObject({
      state: "failed",
      reason: "A fault of ours, please report it: its result could not be filed.",
    })
  })
})

test("what an attempt leaves in its folder is no result before the run is done", async () => {
  const folder = attemptFolder(system.config, incident.id, 1, 1)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "summary.json"), "{}")
  expect(await findResult(security, incident)).toBeNull()
  expect(await findResult(security, incident, 1)).toBeNull()
  await settleRun(system, run, done)
  expect(await findResult(security, incident)).toMatchObject({ folder, summary: { title: "T" } })
})

test("stopping twice is stopping once; nobody but security may", async () => {
  await expect(stopRun(await as("legal"), run.id)).rejects.toMatchObject({ code: "forbidden" })
  await Promise.all([stopRun(security, run.id), stopRun(security, run.id)])
  const { stopRequestedAt } = await current()
  await stopRun(security, run.id)
  expect((await current()).stopRequestedAt).toEqual(stopRequestedAt)
  expect(await ends()).toEqual(["run.start", "run.stop"])
})

test.each(["", "x", "00000000-0000-4000-8000-000000000000"])("there is no run %j to stop", async (id) => {
  await expect(stopRun(security, id)).rejects.toMatchObject({ code: "not_found" })
})
