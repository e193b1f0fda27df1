import { expect, test } from "vitest"
import { correctIncident } from "../incidents/correct-incident.ts"
import { declareIncident } from "../incidents/declare-incident.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { settledDeliveries } from "../testing/database/settled-deliveries.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { sealLedgers } from "./seal-ledger.ts"
import { verifyTrail } from "./verify-trail.ts"

const { database } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const security = await as("security")
const AT_ONCE = 20

const declare = (title: string) =>
  declareIncident(security, { title, severity: "low", awareAt: "2024-02-16T10:00:00Z" })
/** An act that changes nothing, so that nobody is refused for having come second. */
const act = (incidentId: string | null, step: number) =>
  security.mutate("incident.correct", { incidentId, details: { step } }, async () => {})

test("twenty acts at once on one chain stand there one after the other, without a gap", async () => {
  const { id } = await declare("One chain")
  await Promise.all(Array.from({ length: AT_ONCE }, (_, step) => act(id, step)))
  const entries = await database.trailEntry.findMany({ where: { chainId: id }, orderBy: { seq: "asc" } })
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: AT_ONCE + 1 }, (_, index) => index + 1))
  const moments = entries.map(({ at }) => at.getTime())
  expect(moments).toEqual(moments.toSorted((one, other) => one - other))
})

test("acts at once on many chains, with seals and looks at the whole between them, hold each other up nowhere", async () => {
  const incidents = await Promise.all(Array.from({ length: 5 }, (_, index) => declare(`Chain ${index}`)))
  await settledDeliveries(database, 50)
  const chains = [...incidents.map(({ id }) => id), null]
  const acts = Array.from({ length: AT_ONCE * 3 }, (_, step) =>
    act(chains[step % chains.length] ?? null, step),
  )
  const looks = Array.from({ length: 4 }, () => verifyTrail(security))
  await Promise.all([...acts, sealLedgers(system), sealLedgers(system)])
  for (const { broken } of await Promise.all(looks)) expect(broken).toEqual([])
  expect((await verifyTrail(security)).broken).toEqual([])
  expect(await database.webhookDelivery.count({ where: { sealedBy: null } })).toBe(0)
})

test("an act that was refused in its transaction leaves no gap", async () => {
  const { id } = await declare("A lost race")
  const correction = {
    title: "A",
    severity: "high",
    awareAt: "2024-02-16T10:00:00Z",
    reason: "It was looked at",
  } as const
  const both = await Promise.allSettled([
    correctIncident(security, id, correction),
    correctIncident(security, id, { ...correction, severity: "moderate" }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  expect(await database.trailEntry.count({ where: { chainId: id } })).toBe(2)
  expect((await verifyTrail(security)).broken).toEqual([])
})
