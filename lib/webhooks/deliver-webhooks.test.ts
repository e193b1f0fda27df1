import { Webhook } from "standardwebhooks"
import { afterEach, expect, test } from "vitest"
import { openOutgoing } from "../platform/outgoing.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { httpReceiver } from "../testing/http-receiver.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { addEndpoint } from "./add-endpoint.ts"
import { changeEndpoint } from "./change-endpoint.ts"
import { type ClaimedDelivery, claimDeliveries } from "./claim-deliveries.ts"
import { deliver, deliverWebhooks } from "./deliver-webhooks.ts"
import { removeEndpoint } from "./remove-endpoint.ts"
import { sendTestMessage } from "./send-test-message.ts"
import { settleDelivery } from "./settle-delivery.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder(), {
  settings: { TOCSIN_OUTGOING_HOSTS: "127.0.0.1" },
})
const administrator = await as("administrator")
const receiver = await httpReceiver()
const send = openOutgoing(system.config)

afterEach(async () => {
  receiver.answer = { status: 204 }
  receiver.received.length = 0
  await database.webhookDelivery.deleteMany()
  await database.webhookEndpoint.deleteMany()
})

/** An endpoint at the receiver's, with so many messages that wait for it. */
async function waiting(count = 1) {
  const endpoint = await addEndpoint(administrator, { url: receiver.url, acts: ["run.fail"] })
  for (let sent = 0; sent < count; sent++) await sendTestMessage(administrator, endpoint.id)
  return endpoint
}

const deliveries = () => database.webhookDelivery.findMany({ orderBy: { id: "asc" } })
const later = (ms: number) => expect.toSatisfy((at: Date) => at.getTime() > Date.now() + ms)
async function claimOne(): Promise<ClaimedDelivery> {
  const [one] = await claimDeliveries(system, 1)
  if (!one) throw new Error("a delivery is due")
  return one
}

test("a message arrives once, signed so that the library of the standard takes it", async () => {
  const { secret } = await waiting()
  await deliver(system, send, await claimOne())
  const [delivery] = await deliveries()
  expect(delivery).toMatchObject({ state: "delivered", attempts: 1, lastAnswer: "204" })
  expect(delivery?.deliveredAt).toBeInstanceOf(Date)
  const headers = receiver.received[0]?.headers as Record<string, string>
  const body = receiver.received[0]?.body ?? ""
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({
    type: "webhook.test",
    data: { incident: null, entry: null },
  })
  expect(headers["webhook-id"]).toBe(delivery?.id)
  expect(await claimDeliveries(system, 10)).toEqual([])
  expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow()
})

test("one that is refused waits longer and is told in what way", async () => {
  await waiting()
  receiver.answer = { status: 500, body: "x".repeat(100_000) }
  await deliver(system, send, await claimOne())
  expect(await deliveries()).toMatchObject([
    { state: "waiting", attempts: 1, lastAnswer: "500", nextAt: later(3_000) },
  ])
  expect(await claimDeliveries(system, 10)).toEqual([])
})

test("one that is sent elsewhere goes nowhere", async () => {
  await waiting()
  receiver.answer = { status: 307, headers: { location: receiver.url } }
  await deliver(system, send, await claimOne())
  expect(await deliveries()).toMatchObject([{ state: "waiting", lastAnswer: "307, which leads elsewhere" }])
  expect(receiver.received.length).toBe(1)
})

test("after the last attempt nobody tries again", async () => {
  await waiting()
  await database.webhookDelivery.updateMany({ data: { attempts: 6 } })
  receiver.answer = { status: 503 }
  await deliver(system, send, await claimOne())
  expect(await deliveries()).toMatchObject([{ state: "given_up", attempts: 7, lastAnswer: "503" }])
})

test("an endpoint that says that it is gone is told nothing any more, which is in the trail once", async () => {
  const { id } = await waiting(2)
  receiver.answer = { status: 410 }
  const both = await claimDeliveries(system, 2)
  await Promise.all(both.map((one) => deliver(system, send, one)))
  expect(await database.webhookEndpoint.findUnique({ where: { id } })).toMatchObject({ isActive: false })
  expect(await entriesOf(database, { act: "webhook.change", details: { endpoint: id } })).toMatchObject([
    { actor: "system", details: { isActive: false, answer: "410, gone" } },
  ])
  expect(await deliveries()).toMatchObject([{ state: "given_up" }, { state: "given_up" }])
})

test("two workers never take the same delivery", async () => {
  await waiting(20)
  const taken = await Promise.all(Array.from({ length: 8 }, () => claimDeliveries(system, 5)))
  const ids = taken.flat().map(({ id }) => id)
  expect([ids.length, new Set(ids).size]).toEqual([20, 20])
})

test("what a killed worker had comes back when its lease is over, and its late word counts for nothing", async () => {
  await waiting()
  const killed = await claimOne()
  expect(await claimDeliveries(system, 10)).toEqual([])
  await database.webhookDelivery.updateMany({ data: { nextAt: new Date() } })
  const again = await claimOne()
  expect(again).toMatchObject({ id: killed.id, attempt: 2 })
  await settleDelivery(system, killed, { state: "delivered", answer: "204" })
  expect(await deliveries()).toMatchObject([{ state: "waiting", attempts: 2 }])
  await settleDelivery(system, again, { state: "delivered", answer: "204" })
  expect(await deliveries()).toMatchObject([{ state: "delivered", attempts: 2 }])
})

test("what waits for one that is paused is sent when it goes on", async () => {
  const { id } = await waiting()
  await changeEndpoint(administrator, id, { isActive: false })
  expect(await claimDeliveries(system, 10)).toEqual([])
  await changeEndpoint(administrator, id, { isActive: true })
  expect(await claimDeliveries(system, 10)).toHaveLength(1)
})

test("one that is removed while a message is under way stays given up", async () => {
  const { id } = await waiting()
  const underWay = await claimOne()
  await removeEndpoint(administrator, id)
  await deliver(system, send, underWay)
  expect(await deliveries()).toMatchObject([{ state: "given_up", lastAnswer: "The endpoint was removed" }])
})

test("an address that leads inside is not reached, and the delivery says so", async () => {
  await waiting()
  await deliver(system, openOutgoing({ outgoingHosts: [] }), {
    ...(await claimOne()),
    url: `https://127.0.0.1:${receiver.port}/`,
  })
  expect(receiver.received).toEqual([])
  expect(await deliveries()).toMatchObject([
    { state: "waiting", lastAnswer: expect.stringContaining("no address of the public internet") },
  ])
})

test("the loop delivers what waits, and ends when told with nothing under way", async () => {
  await waiting(12)
  const stopping = new AbortController()
  const loop = deliverWebhooks(system, send, stopping.signal)
  await expect
    .poll(async () => (await deliveries()).filter(({ state }) => state === "delivered").length)
    .toBe(12)
  stopping.abort()
  await loop
  expect(receiver.received.length).toBe(12)
})
