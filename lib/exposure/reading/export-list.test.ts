import { beforeAll, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { classifiedRevision } from "../../testing/database/classified-revision.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { street } from "../../testing/reference/street.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { ExportRequest } from "./export-csv.ts"
import { exportList } from "./export-list.ts"
import type { Result } from "./result.ts"
import { parseExposuresQuery, parsePeopleQuery } from "./schemas.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const incident = await newIncident(security)

let result: Result
beforeAll(async () => {
  result = await classifiedRevision(security, system, incident, street({ log: [{}] }))
})

const people = (text = ""): ExportRequest => ({
  list: "people",
  query: parsePeopleQuery(new URLSearchParams(text)),
})
const exposures: ExportRequest = { list: "exposures", query: parseExposuresQuery(new URLSearchParams()) }
const entries = ({ actor }: Context) =>
  entriesOf(database, { act: "list.export", incidentId: incident.id }).then((all) =>
    all.filter((entry) => entry.actor === actor.id),
  )
async function textOf(pieces: AsyncGenerator<string>): Promise<string> {
  let text = ""
  for await (const piece of pieces) text += piece
  return text
}

test("an export is an entry that says which rows of which list, before its first piece is read", async () => {
  const legal = await as("legal")
  const pieces = await exportList(legal, result, people("group=owner_video&sort=viewers&search=P-"))
  expect(await entries(legal)).toMatchObject([
    {
      details: {
        list: "people",
        revision: 1,
        asked: "search=P-&group=owner_video&sort=viewers",
        named: "no",
      },
    },
  ])
  const text = await textOf(pieces)
  expect(text.split("\r\n")).toHaveLength(3)
  expect(text).not.toMatch(/kim|example\.org/)
})

test("an export to whom all names are revealed has them, and its entry says so", async () => {
  const legal = await as("legal")
  await database.reveal.create({
    data: {
      incidentId: incident.id,
      revision: 1,
      memberId: legal.actor.id,
      reason: "Letters",
      expiresAt: new Date(Date.now() + 60_000),
    },
  })
  const text = await textOf(await exportList(legal, result, people()))
  expect(text).toContain("kim,kim@example.org")
  expect(await textOf(await exportList(legal, result, { list: "evidence" }))).toContain('""account_id""')
  expect((await entries(legal)).map(({ details }) => details.named)).toEqual(["yes", "yes"])
})

test("what was typed into a search is in no entry, for it may be anybody's address", async () => {
  const legal = await as("legal")
  await exportList(legal, result, people("search=kim%40example.org"))
  expect(await entries(legal)).toMatchObject([{ details: { asked: "" } }])
})

test.each<[string, ExportRequest]>([
  ["exposures", exposures],
  ["evidence", { list: "evidence" }],
  ["rejects", { list: "rejects" }],
])("support takes away no %s, and no entry says it did", async (_, request) => {
  const support = await as("support")
  await expect(exportList(support, result, request)).rejects.toMatchObject({ code: "forbidden" })
  expect(await entries(support)).toEqual([])
})

test("the administrator takes away nothing, not even figures", async () => {
  const administrator = await as("administrator")
  for (const request of [people(), exposures, { list: "inputs" } as const])
    await expect(exportList(administrator, result, request)).rejects.toMatchObject({ code: "forbidden" })
})

test("an export that is asked for twice is two acts", async () => {
  const auditor = await as("auditor")
  for (let nth = 0; nth < 2; nth++) await textOf(await exportList(auditor, result, { list: "minutes" }))
  expect(await entries(auditor)).toHaveLength(2)
})
