import { expect, test } from "vitest"
import { declareIncident } from "../incidents/declare-incident.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { addEndpoint } from "./add-endpoint.ts"
import { changeEndpoint } from "./change-endpoint.ts"
import { listEndpoints } from "./list-endpoints.ts"
import { removeEndpoint } from "./remove-endpoint.ts"
import { ENDPOINTS_MAX } from "./schemas.ts"
import { openSecret } from "./sealed-secret.ts"
import { sendTestMessage } from "./send-test-message.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const administrator = await as("administrator")
const URL_OF_HOOK = "https://hooks.example.org/tocsin?team=1"

const entries = (act: string, endpoint: string) => entriesOf(database, { act, details: { endpoint } })

test("an endpoint's secret is shown once, and kept sealed", async () => {
  const { id, secret } = await addEndpoint(administrator, { url: URL_OF_HOOK, acts: ["run.finish"] })
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
  const kept = await database.webhookEndpoint.findUniqueOrThrow({ where: { id } })
  expect(kept.secret).not.toContain(secret.slice(6, 20))
  expect(openSecret(system, id, kept.secret)).toBe(secret)
  expect(() => openSecret(system, "another endpoint", kept.secret)).toThrow()
  const [listed] = await listEndpoints(administrator)
  expect(listed).toMatchObject({ id, url: URL_OF_HOOK, acts: ["run.finish"], isActive: true, waiting: 0 })
  expect(listed).not.toHaveProperty("secret")
  expect(await entries("webhook.add", id)).toMatchObject([
    { actor: administrator.actor.id, details: { host: "hooks.example.org", acts: ["run.finish"] } },
  ])
  await removeEndpoint(administrator, id)
})

test.each([
  [{ url: "" }, { url: "Give the address" }],
  [{ url: "http://hooks.example.org" }, { url: expect.stringContaining("https://") }],
  [{ url: "https://me:secret@hooks.example.org" }, { url: expect.stringContaining("password") }],
  [{ url: URL_OF_HOOK, acts: ["people.view"] }, { "acts.0": "There is no such act" }],
])("%j is refused", async (input, fields) => {
  await expect(addEndpoint(administrator, input as never)).rejects.toMatchObject({ fields })
})

test.each(["security", "support", "legal", "auditor"] as const)(
  "%s changes nothing about them",
  async (role) => {
    const other = await as(role)
    const { id } = await addEndpoint(administrator, { url: URL_OF_HOOK })
    const refused = { code: "forbidden" }
    await expect(addEndpoint(other, { url: URL_OF_HOOK })).rejects.toMatchObject(refused)
    await expect(changeEndpoint(other, id, { isActive: false })).rejects.toMatchObject(refused)
    await expect(sendTestMessage(other, id)).rejects.toMatchObject(refused)
    await expect(removeEndpoint(other, id)).rejects.toMatchObject(refused)
    await removeEndpoint(administrator, id)
  },
)

test("of two who add the last one that there may be, one does", async () => {
  const ids: string[] = []
  for (let count = 1; count < ENDPOINTS_MAX; count++)
    ids.push((await addEndpoint(administrator, { url: URL_OF_HOOK, acts: ["run.fail"] })).id)
  const both = await Promise.allSettled(
    [1, 2].map(() => addEndpoint(administrator, { url: URL_OF_HOOK, acts: ["run.fail"] })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "limit" } })
  await database.webhookDelivery.deleteMany()
  await database.webhookEndpoint.deleteMany()
  expect(ids.length).toBe(ENDPOINTS_MAX - 1)
})

test("a change leaves one entry however often it is asked for", async () => {
  const { id } = await addEndpoint(administrator, { url: URL_OF_HOOK, acts: ["run.fail"] })
  await changeEndpoint(administrator, id, { isActive: false })
  await changeEndpoint(administrator, id, { isActive: false })
  expect(await database.webhookEndpoint.findUnique({ where: { id } })).toMatchObject({ acts: ["run.fail"] })
  expect(await entries("webhook.change", id)).toMatchObject([{ details: { isActive: false } }])
  await expect(sendTestMessage(administrator, id)).rejects.toMatchObject({ code: "precondition" })
  await removeEndpoint(administrator, id)
  await expect(changeEndpoint(administrator, id, { isActive: true })).rejects.toMatchObject({
    code: "not_found",
  })
})

test("of two who remove one, one does; what waits is given up, and the secret is gone", async () => {
  const { id } = await addEndpoint(administrator, { url: URL_OF_HOOK, acts: ["run.fail"] })
  await sendTestMessage(administrator, id)
  const both = await Promise.allSettled([1, 2].map(() => removeEndpoint(administrator, id)))
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  expect(await database.webhookDelivery.findMany({ where: { endpointId: id } })).toMatchObject([
    { act: "webhook.test", state: "given_up", lastAnswer: "The endpoint was removed" },
  ])
  expect(await database.webhookEndpoint.findUnique({ where: { id } })).toMatchObject({ secret: "" })
  expect(await entries("webhook.remove", id)).toMatchObject([{ details: { givenUp: 1 } }])
})

test("an act is told to those who want to know of it, by the incident's name and without what it is about", async () => {
  const all = await addEndpoint(administrator, { url: URL_OF_HOOK })
  const some = await addEndpoint(administrator, { url: URL_OF_HOOK, acts: ["incident.declare"] })
  const none = await addEndpoint(administrator, { url: URL_OF_HOOK, acts: ["run.fail"] })
  await database.webhookDelivery.deleteMany()
  const { number } = await declareIncident(await as("legal"), {
    title: "Somebody's porch",
    severity: "low",
    awareAt: "2024-02-16T10:00:00Z",
  })
  const told = await database.webhookDelivery.findMany()
  expect(told.map(({ endpointId }) => endpointId).sort()).toEqual([all.id, some.id].sort())
  expect(JSON.parse(told[0]?.payload ?? "")).toEqual({
    type: "incident.declare",
    timestamp: expect.stringMatching(/Z$/),
    data: { incident: `INC-${number}`, entry: 1 },
  })
  await sendTestMessage(administrator, none.id)
  const tests = await database.webhookDelivery.findMany({ where: { act: "webhook.test" } })
  expect(tests).toMatchObject([{ endpointId: none.id }])
})
