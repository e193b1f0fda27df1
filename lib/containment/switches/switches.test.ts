import { afterAll, expect, test } from "vitest"
import { openOutgoing } from "../../platform/outgoing.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { openSwitchReceiver } from "../../testing/switch-receiver.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { addSwitch } from "./add-switch.ts"
import { changeSwitch } from "./change-switch.ts"
import { listSwitches } from "./list-switches.ts"
import { removeSwitch } from "./remove-switch.ts"
import type { SwitchInput } from "./schemas.ts"
import { openSwitchSecret } from "./switch-secret.ts"
import { tryEvaluation } from "./try-evaluation.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder(), {
  settings: { TOCSIN_OUTGOING_HOSTS: "127.0.0.1" },
})
const administrator = await as("administrator")
const receiver = await openSwitchReceiver()
afterAll(receiver.close)
let added = 0
const named = (input: Partial<SwitchInput> = {}): SwitchInput => ({
  key: `events-tab-${++added}`,
  label: "Events tab",
  meaning: "People see the events of their cameras",
  ...input,
})
const entries = (act: string, key: string) => entriesOf(database, { act, details: { switch: key } })

test("a switch's secret is shown once and kept sealed; the trail has the host, not the address", async () => {
  const input = named({
    url: "https://flags.example.org/hooks?key=1",
    evaluationUrl: "https://ask.example.org/",
  })
  const { id, secret } = await addSwitch(administrator, input)
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
  const kept = await database.switch.findUniqueOrThrow({ where: { id } })
  expect(openSwitchSecret(system, id, kept.secret ?? "")).toBe(secret)
  expect(kept.secret).not.toContain(secret?.slice(6, 20))
  expect(await entries("switch.add", input.key)).toMatchObject([
    {
      actor: administrator.actor.id,
      incidentId: null,
      details: { label: "Events tab", host: "flags.example.org", evaluationHost: "ask.example.org" },
    },
  ])
  const listed = (await listSwitches(administrator)).find((one) => one.id === id)
  expect(listed).toMatchObject({ url: input.url, saysOn: null, underWay: 0 })
  expect(listed).not.toHaveProperty("secret")
  const seen = (await listSwitches(await as("auditor"))).find((one) => one.id === id)
  expect(seen).toMatchObject({ url: "https://flags.example.org", evaluationUrl: "https://ask.example.org" })
})

test.each([
  [{ key: "" }, { key: "Give the name by which its back end knows it" }],
  [{ key: "Events tab" }, { key: expect.stringContaining("such as events-tab") }],
  [{ key: "../admin" }, { key: expect.stringContaining("such as events-tab") }],
  [{ label: " " }, { label: expect.stringContaining("what people call it") }],
  [{ url: "http://flags.example.org" }, { url: expect.stringContaining("https://") }],
  [{ evaluationUrl: "ftp://flags.example.org" }, { evaluationUrl: expect.stringContaining("https://") }],
  [
    { url: "nowhere", evaluationUrl: "nowhere" },
    { url: expect.any(String), evaluationUrl: expect.any(String) },
  ],
])("%j is refused beside its field", async (input, fields) => {
  await expect(addSwitch(administrator, named(input))).rejects.toMatchObject({ code: "invalid", fields })
})

test("of two with one name, one is added; the name is free again when that is removed", async () => {
  const input = named()
  const both = await Promise.allSettled([1, 2].map(() => addSwitch(administrator, input)))
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { fields: { key: expect.stringContaining("Another switch") } },
  })
  const [first] = (await listSwitches(administrator)).filter(({ key }) => key === input.key)
  await removeSwitch(administrator, first?.id ?? "")
  await addSwitch(administrator, input)
  expect(await entries("switch.add", input.key)).toHaveLength(2)
})

test("one without an address has no secret; the first address that it gets brings one, which goes with it", async () => {
  const input = named()
  const { id, secret } = await addSwitch(administrator, input)
  expect(secret).toBeNull()
  const changed = await changeSwitch(administrator, id, { url: "https://flags.example.org/" })
  expect(changed.secret).toMatch(/^whsec_/)
  expect(await changeSwitch(administrator, id, { url: "https://flags.example.org/" })).toEqual({
    secret: null,
  })
  expect(await changeSwitch(administrator, id, { url: "https://flags.example.org/2" })).toEqual({
    secret: null,
  })
  await changeSwitch(administrator, id, { url: "", label: "Events" })
  expect(await database.switch.findUnique({ where: { id } })).toMatchObject({
    url: null,
    secret: null,
    label: "Events",
  })
  expect((await entries("switch.change", input.key)).map(({ details }) => details)).toMatchObject([
    { host: "flags.example.org" },
    { host: "flags.example.org" },
    { host: null, label: "Events" },
  ])
})

test("of two who remove one, one does, and nothing is done with it any more", async () => {
  const { id } = await addSwitch(administrator, named({ url: receiver.url }))
  const both = await Promise.allSettled([1, 2].map(() => removeSwitch(administrator, id)))
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  expect(await database.switch.findUnique({ where: { id } })).toMatchObject({ secret: null })
  await expect(changeSwitch(administrator, id, { label: "x" })).rejects.toMatchObject({ code: "not_found" })
  await expect(changeSwitch(administrator, "no id", {})).rejects.toMatchObject({ code: "not_found" })
})

test.each(["security", "support", "legal", "auditor"] as const)(
  "a person of %s changes no switch",
  async (role) => {
    const ctx = await as(role)
    const { id } = await addSwitch(administrator, named())
    const send = openOutgoing(system.config)
    for (const work of [
      () => addSwitch(ctx, named()),
      () => changeSwitch(ctx, id, { label: "x" }),
      () => removeSwitch(ctx, id),
      () => tryEvaluation(ctx, send, id),
    ])
      await expect(work()).rejects.toMatchObject({ code: "forbidden" })
  },
)

test("trying the evaluation tells what it answers and notes nothing", async () => {
  const input = named()
  const { id } = await addSwitch(administrator, {
    ...input,
    evaluationUrl: receiver.evaluationUrl(input.key),
  })
  const send = openOutgoing(system.config)
  expect(await tryEvaluation(administrator, send, id)).toEqual({ says: null, words: "404" })
  receiver.state.set(input.key, { on: true, changedAt: "2024-02-16T11:42:00Z" })
  expect(await tryEvaluation(administrator, send, id)).toMatchObject({ says: { on: true }, words: "says on" })
  expect(await database.switch.findUnique({ where: { id } })).toMatchObject({ saysOn: null, askedAt: null })
  const { id: mute } = await addSwitch(administrator, named())
  await expect(tryEvaluation(administrator, send, mute)).rejects.toMatchObject({ code: "precondition" })
})
