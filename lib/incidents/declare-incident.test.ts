import { expect, test } from "vitest"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { correctIncident } from "./correct-incident.ts"
import { declareIncident } from "./declare-incident.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const [legal, security] = [await as("legal"), await as("security")]
const porch = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const

test("requests with one key declare one incident, at once and later, with one entry and the next number", async () => {
  const first = await Promise.all([1, 2, 3, 4].map(() => declareIncident(legal, porch, "k-1")))
  const later = await declareIncident(legal, porch, "k-1")
  expect(new Set([...first, later].map(({ id }) => id)).size).toBe(1)
  expect(await entriesOf(database, { incidentId: later.id })).toHaveLength(1)
  const next = await declareIncident(legal, porch, "k-2")
  expect(next.number).toBe(later.number + 1)
  expect(next.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test("a key is its actor's own", async () => {
  const [mine, theirs] = [
    await declareIncident(legal, porch, "k-3"),
    await declareIncident(security, porch, "k-3"),
  ]
  expect(mine.id).not.toBe(theirs.id)
})

test("a key with which something else was declared is refused, but not for what was put right since", async () => {
  const { id, number } = await declareIncident(legal, porch, "k-4")
  await expect(declareIncident(legal, { ...porch, title: "A garden" }, "k-4")).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(`INC-${number} was declared by this form or key before`),
  })
  await correctIncident(legal, id, { ...porch, severity: "high", reason: "It was more than was thought" })
  expect(await declareIncident(legal, porch, "k-4")).toEqual({ id, number })
})

test("without a key each request is an incident of its own", async () => {
  const both = await Promise.all([declareIncident(legal, porch), declareIncident(legal, porch)])
  expect(both[0].id).not.toBe(both[1].id)
})
