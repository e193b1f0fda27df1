import { randomUUID } from "node:crypto"
import { beforeEach, expect, test } from "vitest"
import { declareIncident } from "../incidents/declare-incident.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { lowerPace } from "./lower-pace.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const [support, security] = [await as("support"), await as("security")]
const { id: incidentId } = await declareIncident(support, {
  title: "A porch",
  severity: "low",
  awareAt: "2024-02-16T10:00:00Z",
})
let runId: string
let number = 0

beforeEach(async () => {
  number += 1
  const made = await database.plannedRun.create({
    data: {
      incidentId,
      kind: "notices",
      number,
      state: "planned",
      settings: {},
      pace: { perSecond: 50, perHour: 1_000 },
      requestedBy: "system",
    },
  })
  runId = made.id
})

const pace = async () => (await database.plannedRun.findUniqueOrThrow({ where: { id: runId } })).pace
const entries = () => entriesOf(database, { act: "planned_run.slow", details: { run: runId } })

test("a run does less a second from then on, its slices stay, and it stands in the trail once", async () => {
  const done = await Promise.all([1, 2, 3].map(() => lowerPace(support, runId, 20)))
  expect(done.filter(Boolean)).toHaveLength(1)
  expect(await pace()).toEqual({ perSecond: 20, perHour: 1_000 })
  expect(await entries()).toMatchObject([
    { actor: support.actor.id, incidentId, details: { from: 50, to: 20 } },
  ])
  expect(await lowerPace(system, runId, 20)).toBe(false)
})

test("never more than it has: what was approved is the most", async () => {
  await expect(lowerPace(support, runId, 51)).rejects.toMatchObject({ code: "precondition" })
  await lowerPace(support, runId, 20)
  await expect(lowerPace(support, runId, 50)).rejects.toThrow(/At most 20 a second/)
  for (const wrong of [0, -1, Number.NaN])
    await expect(lowerPace(support, runId, wrong)).rejects.toMatchObject({ code: "invalid" })
  expect(await entries()).toHaveLength(1)
})

test("is for support and legal, and for runs that are there and have not ended", async () => {
  await expect(lowerPace(security, runId, 20)).rejects.toMatchObject({ code: "forbidden" })
  await expect(lowerPace(support, randomUUID(), 20)).rejects.toMatchObject({ code: "not_found" })
  await database.plannedRun.update({ where: { id: runId }, data: { state: "stopped" } })
  await expect(lowerPace(support, runId, 20)).rejects.toMatchObject({ code: "precondition" })
})
