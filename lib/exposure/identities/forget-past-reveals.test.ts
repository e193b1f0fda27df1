import { expect, test } from "vitest"
import { contextsOver } from "../../testing/database/contexts.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { forgetPastReveals } from "./forget-past-reveals.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const HOUR_MS = 3_600_000

test("who was revealed is forgotten a day after it ended, and not before", async () => {
  const { actor } = await as("support")
  const { id: incidentId } = await database.incident.create({
    data: { title: "x", severity: "low", awareAt: new Date(), declaredBy: actor.id },
  })
  for (const endedHoursAgo of [-1, 1, 23, 25, 900])
    await database.reveal.create({
      data: {
        incidentId,
        memberId: actor.id,
        pseudonym: `P-${endedHoursAgo}`,
        accountId: "u1",
        reason: "A customer asks",
        expiresAt: new Date(Date.now() - endedHoursAgo * HOUR_MS),
      },
    })
  expect(await forgetPastReveals(system)).toBe(2)
  const left = await database.reveal.findMany({ orderBy: { expiresAt: "desc" } })
  expect(left.map(({ pseudonym }) => pseudonym)).toEqual(["P--1", "P-1", "P-23"])
  expect(await forgetPastReveals(system)).toBe(0)
})
