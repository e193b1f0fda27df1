import { expect, test } from "vitest"
import { declareIncident } from "../incidents/declare-incident.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const legal = await as("legal")

test("an act and its trail entry are there together", async () => {
  const { id } = await declareIncident(legal, {
    title: "A porch",
    severity: "low",
    awareAt: "2024-02-16T10:00:00Z",
  })
  expect(await entriesOf(database, { incidentId: id })).toMatchObject([
    { act: "incident.declare", actor: legal.actor.id, details: { title: "A porch", severity: "low" } },
  ])
})

test("an act that fails leaves neither", async () => {
  const before = [await database.incident.count(), await database.trailEntry.count()]
  const work = legal.mutate("incident.declare", { incidentId: null, details: {} }, async (tx) => {
    await tx.incident.create({ data: { title: "x", severity: "low", awareAt: new Date(), declaredBy: "x" } })
    throw new Error("the power failed")
  })
  await expect(work).rejects.toThrow("the power failed")
  expect([await database.incident.count(), await database.trailEntry.count()]).toEqual(before)
})

test("an act that is not permitted does not even begin", async () => {
  let isBegun = false
  const work = legal.mutate("run.stop", { incidentId: null, details: {} }, async () => {
    isBegun = true
  })
  await expect(work).rejects.toMatchObject({ code: "forbidden" })
  expect(isBegun).toBe(false)
})

test("the database of a context has no way to write, by type", () => {
  // @ts-expect-error: only mutate writes
  legal.db.incident.create
  // @ts-expect-error: nor is there a way round it
  legal.db.$executeRaw
})

test("declaring refuses what cannot be, field by field", async () => {
  const declare = (input: object) => declareIncident(legal, input as never)
  await expect(declare({ title: " ", severity: "huge", awareAt: "soon" })).rejects.toMatchObject({
    fields: {
      title: "Give it a title",
      severity: "Choose how severe it is",
      awareAt: "Say when the company became aware of it",
    },
  })
  await expect(
    declare({ title: "A porch", severity: "low", awareAt: "2124-02-16T10:00:00Z" }),
  ).rejects.toMatchObject({ fields: { awareAt: "This is yet to come" } })
})
