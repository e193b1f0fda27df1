import { describe, expect, test } from "vitest"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { openContext } from "../open-context.ts"
import { findActorByKey } from "./find-actor-by-key.ts"
import { listApiKeys } from "./list-api-keys.ts"
import { type KeyInput, makeApiKey } from "./make-api-key.ts"
import { revokeApiKey } from "./revoke-api-key.ts"
import { keyIn, keyRoles, scopesOf } from "./rules.ts"
import { spendCall } from "./spend-call.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder)
const administrator = await as("administrator")
const resources = { database, config: system.config, secret: system.secret } as never

const wanted: KeyInput = { name: "Nightly", role: "security", scopes: ["incidents:read", "incidents:write"] }
const bearer = (text: string) => `Bearer ${text}`
const actorOf = (text: string) => findActorByKey({ database }, bearer(text))

describe("a key", () => {
  test("opens what its role and scopes are good for, and is kept by its hash alone", async () => {
    const { id, text } = await makeApiKey(administrator, wanted)
    expect(text).toMatch(/^tocsin_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/)
    expect(await actorOf(text)).toEqual({
      id: `key:${id}`,
      name: "Nightly",
      role: "security",
      scopes: ["incidents:read", "incidents:write"],
    })
    const kept = await database.apiKey.findUniqueOrThrow({ where: { id } })
    expect(JSON.stringify(kept)).not.toContain(text.slice(16))
    expect(kept.prefix).toBe(text.slice(0, 15))
    expect(Math.round((+kept.expiresAt - Date.now()) / 86_400_000)).toBe(90)
    const [listed] = await listApiKeys(await as("auditor"))
    expect(listed).toMatchObject({ id, isGood: true })
    expect(listed).not.toHaveProperty("hash")
    expect(await entriesOf(database, { act: "api_key.make", details: { key: id } })).toMatchObject([
      { actor: administrator.actor.id, details: { name: "Nightly", role: "security" } },
    ])
    expect(JSON.stringify(await entriesOf(database))).not.toContain(text.slice(16))
  })

  test("acts under its own name, within its scopes", async () => {
    const { id, text } = await makeApiKey(administrator, wanted)
    const actor = await actorOf(text)
    if (!actor) throw new Error("it opens")
    const ctx = openContext(resources, actor)
    const input = { title: "By a program", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
    const { id: incidentId } = await declareIncident(ctx, input)
    expect(await entriesOf(database, { incidentId })).toMatchObject([{ actor: `key:${id}` }])
    const reading = openContext(resources, { ...actor, scopes: ["incidents:read"] })
    await expect(declareIncident(reading, input)).rejects.toMatchObject({
      code: "forbidden",
      message: "This key lacks the scope incidents:write.",
    })
    await revokeApiKey(administrator, id)
    await expect(declareIncident(ctx, input)).rejects.toMatchObject({ code: "forbidden" })
  })

  test("that is unknown, expired or revoked opens nothing, and nobody can tell which", async () => {
    const { id, text } = await makeApiKey(administrator, wanted)
    const revoked = await makeApiKey(administrator, wanted)
    await revokeApiKey(administrator, revoked.id)
    await database.apiKey.update({ where: { id }, data: { expiresAt: new Date() } })
    const unknown = text.replace(/.$/, (last) => (last === "A" ? "B" : "A"))
    for (const one of [text, revoked.text, unknown]) expect(await actorOf(one)).toBeNull()
  })

  test("is noted as used at most once a minute", async () => {
    const { id, text } = await makeApiKey(administrator, wanted)
    await actorOf(text)
    const used = async () => (await database.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt
    const first = await used()
    await actorOf(text)
    expect(await used()).toEqual(first)
    await database.apiKey.update({ where: { id }, data: { lastUsedAt: new Date(Date.now() - 61_000) } })
    await actorOf(text)
    expect(+((await used()) ?? 0)).toBeGreaterThanOrEqual(+(first ?? 0))
  })
})

test.each([
  [{ name: " " }, "name"],
  [{ role: "administrator" }, "role"],
  [{ scopes: [] }, "scopes"],
  [{ scopes: ["everything"] }, "scopes.0"],
  [{ role: "auditor", scopes: ["incidents:write"] }, "scopes"],
  [{ days: 366 }, "days"],
  [{ days: 0 }, "days"],
])("a key with %j is refused", async (change, field) => {
  await expect(makeApiKey(administrator, { ...wanted, ...change } as never)).rejects.toMatchObject({
    fields: { [field]: expect.any(String) },
  })
})

test("each role of a key has the scopes with which it can do something", () => {
  expect(Object.fromEntries(keyRoles.map((role) => [role, scopesOf(role)]))).toEqual({
    security: ["incidents:read", "incidents:write", "people:read"],
    support: ["incidents:read", "incidents:write", "people:read"],
    legal: ["incidents:read", "incidents:write", "people:read"],
    auditor: ["incidents:read", "people:read"],
  })
})

test.each(["security", "support", "legal", "auditor"] as const)("%s makes and revokes none", async (role) => {
  const other = await as(role)
  const { id } = await makeApiKey(administrator, wanted)
  await expect(makeApiKey(other, wanted)).rejects.toMatchObject({ code: "forbidden" })
  await expect(revokeApiKey(other, id)).rejects.toMatchObject({ code: "forbidden" })
  if (role !== "auditor") await expect(listApiKeys(other)).rejects.toMatchObject({ code: "forbidden" })
})

test("of two who revoke a key, one does, and a third hears that it is done", async () => {
  const { id } = await makeApiKey(administrator, wanted)
  const both = await Promise.allSettled([1, 2].map(() => revokeApiKey(administrator, id)))
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  await expect(revokeApiKey(administrator, id)).rejects.toMatchObject({ code: "conflict" })
  await expect(revokeApiKey(administrator, "nothing")).rejects.toMatchObject({ code: "not_found" })
  expect(await entriesOf(database, { act: "api_key.revoke", details: { key: id } })).toHaveLength(1)
})

test.each([
  null,
  "",
  "Basic abc",
  "Bearer",
  "Bearer x",
  "Bearer tocsin_00000000_short",
  `Bearer ${"x".repeat(9_999)}`,
])("the header %s holds no key", (header) => {
  expect(keyIn(header)).toBeNull()
})

test("a key that has had its calls waits until the stretch of time is over, and then has them anew", async () => {
  const limit = { callsMax: 5, windowS: 60 }
  const calls = await Promise.all(Array.from({ length: 8 }, () => spendCall({ database }, "key:a", limit)))
  expect(calls.filter((one) => one === null)).toHaveLength(5)
  expect(calls.filter((one) => one !== null).every((waitS) => waitS > 50 && waitS <= 60)).toBe(true)
  expect(await spendCall({ database }, "key:b", limit)).toBeNull()
  await database.attemptCount.updateMany({ data: { windowEnds: new Date() } })
  expect(await spendCall({ database }, "key:a", limit)).toBeNull()
})
