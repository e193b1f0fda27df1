import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { classifiedRevision } from "../../testing/database/classified-revision.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { street } from "../../testing/reference/street.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { explainPerson } from "../reading/explain-person.ts"
import type { Result } from "../reading/result.ts"
import { identify } from "./identify.ts"
import { lookUpPerson } from "./look-up-person.ts"
import { pseudonymKey, pseudonymOf } from "./pseudonym.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const incident = await newIncident(security)
const of = (accountId: string) => pseudonymOf(pseudonymKey(security, incident.id), accountId)
const reason = "They called at noon"

let result: Result
beforeAll(async () => {
  const accounts = [
    { account_id: "kim", email: "kim@example.org", name: "Kim" },
    { account_id: "lee", email: "lee@example.org", status: "closed" },
    ...["one", "two"].map((account_id) => ({ account_id, email: "shared@example.org" })),
  ]
  result = await classifiedRevision(security, system, incident, street({ log: [{}], tables: { accounts } }))
})

let support: Context
beforeEach(async () => {
  support = await as("support")
})
const entries = () => entriesOf(database, { act: "person.look_up", incidentId: incident.id })
const entriesOfMine = async () => (await entries()).filter(({ actor }) => actor === support.actor.id)

describe("who is looked up", () => {
  test("is revealed to whoever looked for an hour, and the entry has the pseudonym and the reason alone", async () => {
    const told = await lookUpPerson(support, result, { idOrEmail: " KIM@example.org ", reason })
    expect(told).toEqual({
      found: [{ pseudonym: of("kim"), status: null, group: "owner_video" }],
      isCut: false,
    })
    const [revealed] = (await identify(support, result, [of("kim")])).values()
    expect(revealed).toMatchObject({ accountId: "kim", account: { name: "Kim", email: "kim@example.org" } })
    const minutes = (Date.parse(revealed?.until ?? "") - Date.now()) / 60_000
    expect(Math.round(minutes)).toBe(60)
    expect(await entriesOfMine()).toMatchObject([
      { details: { pseudonyms: [of("kim")], reason, revision: 1 } },
    ])
    expect(JSON.stringify(await entriesOfMine())).not.toMatch(/kim/i)
    expect((await identify(await as("support"), result, [of("kim")])).size).toBe(0)
  })

  test("is found by id, and unaffected ones have a page while they are revealed", async () => {
    const { found } = await lookUpPerson(support, result, { idOrEmail: "lee", reason })
    expect(found).toEqual([{ pseudonym: of("lee"), status: "closed", group: null }])
    const page = await explainPerson(support, result, of("lee"))
    expect(page).toMatchObject({ identity: { accountId: "lee" }, person: null })
    expect((await explainPerson(security, result, of("lee"))).identity).toBeNull()
  })

  test("may be several, who share an address", async () => {
    const { found } = await lookUpPerson(support, result, { idOrEmail: "shared@example.org", reason })
    expect(found.map(({ pseudonym }) => pseudonym)).toEqual([of("one"), of("two")])
    expect((await identify(support, result, [of("one"), of("two")])).size).toBe(2)
  })

  test("may be nobody: the miss is in the trail, and what was typed is not", async () => {
    const told = await lookUpPerson(support, result, { idOrEmail: "nobody@nowhere.example", reason })
    expect(told.found).toEqual([])
    expect(await entriesOfMine()).toMatchObject([{ details: { pseudonyms: [], reason } }])
    expect(JSON.stringify(await entriesOfMine())).not.toContain("nowhere")
  })

  test("is no longer revealed when the hour is over, or the member has another role", async () => {
    await lookUpPerson(support, result, { idOrEmail: "kim", reason })
    const later = { ...support, now: () => new Date(Date.now() + 60 * 60_000 + 1_000) }
    expect((await identify(later, result, [of("kim")])).size).toBe(0)
    const auditor = { ...support, actor: { ...support.actor, role: "auditor" as const } }
    expect((await identify(auditor, result, [of("kim")])).size).toBe(0)
  })
})

describe("a look-up", () => {
  test("is refused without a reason or a text, field by field, and leaves no entry", async () => {
    const looked = lookUpPerson(support, result, { idOrEmail: " ", reason: " " })
    await expect(looked).rejects.toMatchObject({
      fields: { idOrEmail: "Type an account’s id or an e-mail address", reason: "Say why" },
    })
    expect(await entriesOfMine()).toEqual([])
  })

  test.each(["administrator", "auditor"] as const)("is not for the %s", async (role) => {
    const looked = lookUpPerson(await as(role), result, { idOrEmail: "kim", reason })
    await expect(looked).rejects.toMatchObject({ code: "forbidden" })
  })

  test("is refused after sixty of support within an hour, however many come at once", async () => {
    const look = () => lookUpPerson(support, result, { idOrEmail: "zz", reason })
    for (let nth = 0; nth < 56; nth++) await look()
    const looks = Array.from({ length: 8 }, look)
    const refused = (await Promise.allSettled(looks)).filter(({ status }) => status === "rejected")
    expect(refused).toHaveLength(4)
    for (const one of refused) expect(one).toMatchObject({ reason: { code: "limit" } })
    expect(await entriesOfMine()).toHaveLength(60)
    const later = { ...support, now: () => new Date(Date.now() + 60 * 60_000 + 1_000) }
    await lookUpPerson(later, result, { idOrEmail: "zz", reason })
  })

  test("that is done twice is two acts, for each of which somebody asked", async () => {
    await lookUpPerson(support, result, { idOrEmail: "kim", reason })
    await lookUpPerson(support, result, { idOrEmail: "kim", reason })
    expect(await entriesOfMine()).toHaveLength(2)
  })
})
