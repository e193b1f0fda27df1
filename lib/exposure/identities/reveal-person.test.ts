import { beforeAll, beforeEach, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { classifiedRevision } from "../../testing/database/classified-revision.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { street } from "../../testing/reference/street.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Result } from "../reading/result.ts"
import { identify } from "./identify.ts"
import { pseudonymKey, pseudonymOf } from "./pseudonym.ts"
import { revealPerson } from "./reveal-person.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const incident = await newIncident(security)
const of = (accountId: string) => pseudonymOf(pseudonymKey(security, incident.id), accountId)
const reason = "A letter came back"

let result: Result
beforeAll(async () => {
  result = await classifiedRevision(security, system, incident, street({ log: [{}] }))
})

let support: Context
beforeEach(async () => {
  support = await as("support")
})
const entriesOfMine = async () =>
  (await entriesOf(database, { act: "person.reveal", incidentId: incident.id })).filter(
    ({ actor }) => actor === support.actor.id,
  )

test("one person is revealed to one member for an hour, with the reason in the trail", async () => {
  const until = await revealPerson(support, result, { pseudonym: of("kim"), reason })
  const identities = await identify(support, result, [of("kim"), of("sam")])
  expect([...identities]).toMatchObject([
    [of("kim"), { accountId: "kim", account: { email: "kim@example.org" }, until: until.toISOString() }],
  ])
  expect(await entriesOfMine()).toMatchObject([
    { details: { pseudonym: of("kim"), reason, revision: 1, until: until.toISOString() } },
  ])
  expect(JSON.stringify(await entriesOfMine())).not.toContain("kim")
})

test("a second reveal while the first stands changes nothing and leaves no entry, also at the same moment", async () => {
  const ask = () => revealPerson(support, result, { pseudonym: of("kim"), reason })
  const [first, second] = await Promise.all([ask(), ask()])
  expect(second).toEqual(first)
  expect(await ask()).toEqual(first)
  expect(await entriesOfMine()).toHaveLength(1)
})

test.each(["administrator", "auditor"] as const)("the %s reveals nobody", async (role) => {
  const asked = revealPerson(await as(role), result, { pseudonym: of("kim"), reason })
  await expect(asked).rejects.toMatchObject({ code: "forbidden" })
})

test("whoever lost their role since the request began reveals nobody", async () => {
  await database.user.update({ where: { id: support.actor.id }, data: { role: "auditor" } })
  const asked = revealPerson(support, result, { pseudonym: of("kim"), reason })
  await expect(asked).rejects.toMatchObject({ code: "forbidden" })
  expect(await database.reveal.count({ where: { memberId: support.actor.id } })).toBe(0)
})

test("nobody is revealed without a reason, by no pseudonym, or by one that the revision does not have", async () => {
  const ask = (pseudonym: string, why = reason) => revealPerson(support, result, { pseudonym, reason: why })
  await expect(ask(of("kim"), " ")).rejects.toMatchObject({ fields: { reason: "Say why" } })
  await expect(ask("kim")).rejects.toMatchObject({ fields: { pseudonym: "This is no pseudonym" } })
  await expect(ask(of("lee"))).rejects.toMatchObject({ code: "not_found" })
  expect(await entriesOfMine()).toEqual([])
})
