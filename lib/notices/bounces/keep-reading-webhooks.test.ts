import { Webhook } from "standardwebhooks"
import { afterAll, expect, test } from "vitest"
import { openPublicDatabase } from "../../platform/db/public-database.ts"
import { takeWebhook } from "../../public/take-webhook.ts"
import type { ItemState } from "../../runs/rules.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { noticeRun } from "../../testing/database/notice-run.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { returnedMessages } from "../../testing/returned/returned-messages.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { keepReadingWebhooks, readWebhooks } from "./keep-reading-webhooks.ts"

const { database, url } = await ownDatabase()
const { system, as } = contextsOver(database, temporaryFolder())
const incident = await newIncident(await as("security"))
const door = openPublicDatabase(url)
afterAll(() => door.close())

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`
let nth = 0

async function letter(state: ItemState = "accepted") {
  const { items } = await noticeRun(database, incident.id, { states: [state], runState: "finished" })
  const token = items[0]?.token ?? ""
  return { token, state: async () => (await database.runItem.findUniqueOrThrow({ where: { token } })).state }
}

/** Sends a body through the door of the public process, signed with a secret. */
async function send(body: string, { id = `m-${++nth}`, secret = SECRET } = {}): Promise<string> {
  const at = new Date()
  await takeWebhook(
    door,
    { mailer: SECRET },
    {
      source: "mailer",
      id,
      timestamp: String(Math.floor(at.getTime() / 1_000)),
      signature: new Webhook(secret).sign(id, at, body),
      body: Buffer.from(body),
    },
  )
  return id
}

const said = (type: string, data: Record<string, unknown>) => JSON.stringify({ type, data })
const eventOf = (id: string) =>
  database.mailEvent.findFirst({ where: { source: "webhook:mailer", sourceId: id } })

test.each<[string, ItemState, ItemState]>([
  ["delivery.accepted", "unknown", "accepted"],
  ["delivery.delivered", "accepted", "delivered"],
  ["delivery.bounced", "accepted", "bounced"],
  ["delivery.complained", "delivered", "complained"],
  ["delivery.rejected", "unknown", "rejected"],
  ["delivery.deferred", "accepted", "accepted"],
])("%s moves a letter that is %s to %s", async (type, before, after) => {
  const { token, state } = await letter(before)
  const id = await send(said(type, { token, status: "5.7.1 <script>" }))
  await readWebhooks(system)
  expect(await state()).toBe(after)
  expect(await eventOf(id)).toMatchObject({ token })
})

test.each<[string, (token: string) => Record<string, unknown>]>([
  ["its token", (token) => ({ token: token.toUpperCase() })],
  ["its Message-ID", (token) => ({ message_id: `<${token}@notices.example>` })],
  ["its envelope's id", (token) => ({ envelope_id: token })],
  ["the report that it brings", (token) => ({ report: reportAbout(token) })],
])("a letter is found by %s", async (_, data) => {
  const { token, state } = await letter()
  await send(said("delivery.bounced", data(token)))
  await readWebhooks(system)
  expect(await state()).toBe("bounced")
})

function reportAbout(token: string): string {
  return Buffer.from(returnedMessages[0]?.text(token) ?? "").toString("base64")
}

test("a report alone says what became of its letter, and with which status", async () => {
  const { token, state } = await letter()
  await send(said("delivery.report", { report: reportAbout(token) }))
  await readWebhooks(system)
  expect(await state()).toBe("bounced")
  const { reason } = await database.runItem.findUniqueOrThrow({ where: { token } })
  expect(reason).toBe("5.1.1, told by a delivery report")
})

test.each<[string, (token: string) => string, string]>([
  ["is no JSON", () => "{", "A message of the mailer in another form"],
  ["has another shape", () => '{"type":"delivery.bounced"}', "A message of the mailer in another form"],
  ["is a list of a million", () => `[${"0,".repeat(100_000)}0]`, "A message of the mailer in another form"],
  ["is of another type", (token) => said("invoice.paid", { token }), "A message of another type"],
  ["has a type of all objects", (token) => said("constructor", { token }), "A message of another type"],
  [
    "has no token of ours",
    () => said("delivery.bounced", { token: "'; DROP TABLE" }),
    "A message of the mailer",
  ],
  ["has no report", (token) => said("delivery.report", { token }), "A message without its report"],
  [
    "has a report that is none",
    (token) => said("delivery.report", { token, report: "AAAA" }),
    "Mail that is no delivery report",
  ],
  [
    "contradicts its report",
    (token) => said("delivery.delivered", { token, report: reportAbout(token) }),
    "A message that the report in it contradicts",
  ],
])("a message that %s is kept with words, moves nothing and stops nobody", async (_, body, words) => {
  const { token, state } = await letter()
  const id = await send(body(token))
  const { token: next, state: nextState } = await letter()
  await send(said("delivery.delivered", { token: next }))
  await readWebhooks(system)
  expect(await state()).toBe("accepted")
  expect(await nextState()).toBe("delivered")
  expect((await eventOf(id))?.outcome).toContain(words)
})

test("what was read is emptied, and is read no second time", async () => {
  const { token } = await letter()
  const id = await send(said("delivery.bounced", { token }))
  expect(await readWebhooks(system)).toBe(1)
  expect(await readWebhooks(system)).toBe(0)
  const row = await database.inboundWebhook.findFirstOrThrow({ where: { messageId: id } })
  expect(row).toMatchObject({ body: "", readAt: expect.any(Date) })
  await send(said("delivery.delivered", { token }), { id })
  expect(await readWebhooks(system)).toBe(0)
})

test("a message with a wrong signature comes no further than the door", async () => {
  const { token, state } = await letter()
  const stranger = `whsec_${Buffer.alloc(24, 8).toString("base64")}`
  await expect(send(said("delivery.bounced", { token }), { secret: stranger })).rejects.toMatchObject({
    code: "forbidden",
  })
  expect(await readWebhooks(system)).toBe(0)
  expect(await state()).toBe("accepted")
})

test("four readers of two hundred messages take each of them once", async () => {
  const { items } = await noticeRun(database, incident.id, {
    states: Array.from({ length: 200 }, () => "accepted"),
    runState: "finished",
  })
  await Promise.all(items.map(({ token }) => send(said("delivery.delivered", { token }))))
  const read = await Promise.all(Array.from({ length: 4 }, () => readWebhooks(system)))
  expect(read.reduce((sum, one) => sum + one, 0)).toBe(200)
  const tokens = items.map(({ token }) => token)
  expect(await database.runItem.count({ where: { token: { in: tokens }, state: "delivered" } })).toBe(200)
  expect(await database.mailEvent.count({ where: { token: { in: tokens } } })).toBe(200)
})

test("the loop reads until it is told to stop", async () => {
  const { token } = await letter()
  await send(said("delivery.delivered", { token }))
  const stopping = new AbortController()
  const loop = keepReadingWebhooks(system, stopping.signal)
  await expect
    .poll(() => database.mailEvent.count({ where: { token } }), { timeout: 10_000, interval: 50 })
    .toBe(1)
  stopping.abort()
  await loop
})
