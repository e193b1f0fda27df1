import { expect, test } from "vitest"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { correctIncident } from "./correct-incident.ts"
import { declareIncident } from "./declare-incident.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const legal = await as("legal")
const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
const corrected = {
  ...declared,
  severity: "critical",
  awareAt: "2024-02-16T09:00:00Z",
  reason: "The first call came at nine",
} as const

test("what was declared is corrected with a reason, and what it was stays in the trail", async () => {
  const { id } = await declareIncident(legal, declared)
  await correctIncident(legal, id, corrected)
  const incident = await database.incident.findUniqueOrThrow({ where: { id } })
  expect(incident).toMatchObject({ severity: "critical", awareAt: new Date("2024-02-16T09:00:00Z") })
  const [entry] = await entriesOf(database, { incidentId: id, act: "incident.correct" })
  expect(entry?.details).toMatchObject({
    was: { severity: "low", awareAt: "2024-02-16T10:00:00.000Z" },
    now: { severity: "critical" },
    reason: "The first call came at nine",
  })
})

test("support may not, a reason is needed, and awareness lies in the past", async () => {
  const { id } = await declareIncident(legal, declared)
  await expect(correctIncident(await as("support"), id, corrected)).rejects.toMatchObject({
    code: "forbidden",
  })
  await expect(
    correctIncident(legal, id, { ...corrected, reason: "so", awareAt: "soon" }),
  ).rejects.toMatchObject({ fields: { reason: "Say why, in a sentence", awareAt: expect.any(String) } })
  await expect(
    correctIncident(legal, id, { ...corrected, awareAt: "2124-02-16T09:00:00Z" }),
  ).rejects.toMatchObject({ fields: { awareAt: "This is yet to come" } })
})

test("of two who correct at once, one is told", async () => {
  const { id } = await declareIncident(legal, declared)
  const both = await Promise.allSettled([
    correctIncident(legal, id, { ...corrected, severity: "high" }),
    correctIncident(legal, id, { ...corrected, severity: "moderate" }),
  ])
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
})
