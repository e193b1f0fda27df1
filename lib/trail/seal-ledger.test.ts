import { expect, test } from "vitest"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { settledDeliveries } from "../testing/database/settled-deliveries.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { ledgers } from "./ledgers.ts"
import { sealLedger, sealLedgers } from "./seal-ledger.ts"
import { verifyTrail } from "./verify-trail.ts"

const { database } = await ownDatabase()
const { system } = contextsOver(database, temporaryFolder())
const [deliveries] = ledgers
if (!deliveries) throw new Error("there is a ledger")
const seals = () => entriesOf(database, { act: "ledger.seal" })

test("settled rows are sealed once, by count and digest; those that wait stay open", async () => {
  await settledDeliveries(database, 4)
  const { endpointId } = await database.webhookDelivery.findFirstOrThrow()
  const waiting = await database.webhookDelivery.create({ data: { endpointId, act: "x", payload: "{}" } })
  expect(await sealLedger(system, deliveries)).toBe(4)
  expect(await sealLedger(system, deliveries)).toBe(0)
  expect(await seals()).toMatchObject([
    {
      actor: "system",
      details: { ledger: "webhook_delivery", count: 4, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    },
  ])
  await expect(
    database.webhookDelivery.update({ where: { id: waiting.id }, data: { sealedBy: 1 } }),
  ).rejects.toThrow(/sealed_rows_are_settled/)
})

test("many rows are sealed in parts, and by two at once each row goes into one seal", async () => {
  await settledDeliveries(database, 40)
  const counts = await Promise.all([
    sealLedger(system, deliveries, 25),
    sealLedger(system, deliveries, 25),
    sealLedger(system, deliveries, 25),
  ])
  await sealLedgers(system)
  expect(counts.every((count) => count <= 25)).toBe(true)
  const sealed = (await seals()).map(({ details }) => Number(details.count))
  expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(44)
  expect((await verifyTrail(system)).broken).toEqual([])
})
