import { beforeAll, describe, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { roles } from "../../core/permissions.ts"
import { classifiedRevision } from "../../testing/database/classified-revision.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import type { ReferenceIncident } from "../../testing/reference/model.ts"
import { at, street } from "../../testing/reference/street.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { compareResults } from "../reading/compare-results.ts"
import { coverageBySource } from "../reading/coverage-by-source.ts"
import { explainPerson } from "../reading/explain-person.ts"
import { type ExportRequest, exportCsv } from "../reading/export-csv.ts"
import { listExposures } from "../reading/list-exposures.ts"
import { listMoved } from "../reading/list-moved.ts"
import { listPeople } from "../reading/list-people.ts"
import { misboundPerMinute } from "../reading/misbound-per-minute.ts"
import type { Result } from "../reading/result.ts"
import {
  exportLists,
  parseExposuresQuery,
  parseMovedQuery,
  parsePeopleQuery,
  peopleSorts,
} from "../reading/schemas.ts"
import { identify } from "./identify.ts"
import { pseudonymKey, pseudonymOf } from "./pseudonym.ts"
import { readLogLines } from "./read-log-lines.ts"
import { revealPerson } from "./reveal-person.ts"
import { withBothNames, withNames } from "./with-names.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const incident = await newIncident(security)
const of = (accountId: string) => pseudonymOf(pseudonymKey(security, incident.id), accountId)

/** What says who somebody is, planted in every column that may. */
const canaries = {
  owner: ["canary-owner", "canary.owner@example.org", "Olga Canary", "Olga's canary door"],
  viewer: ["canary-viewer", "canary.viewer@example.org", "Vera Canary"],
  line: ["203.0.113.77", "Canary/7.0", "canary-session", "canary-request", "canary-broken-line"],
  listed: ["canary-listed"],
}
const all = Object.values(canaries).flat()
const [owner, viewer, listed] = ["canary-owner", "canary-viewer", "canary-listed"].map(of) as [
  string,
  string,
  string,
]
const DEVICE = "device-of-somebody"
const ITEM = "item-of-somebody"

const planted: ReferenceIncident = street({
  log: [
    {
      account_id: "canary-viewer",
      device_id: DEVICE,
      media_id: ITEM,
      at: at("14:03:27.123456"),
      ip: "203.0.113.77",
      user_agent: "Canary/7.0",
      session_id: "canary-session",
      request_id: "canary-request",
    },
    { raw: "canary-broken-line" },
  ],
  entitlements: [
    { device_id: DEVICE, account_id: "canary-owner", role: "owner", valid_from: "2023-01-01T00:00:00Z" },
  ],
  presumptions: [
    {
      from: at("15:00:00"),
      to: at("16:00:00"),
      devices: [DEVICE],
      viewers: ["canary-listed"],
      grade: "video",
      reason: "web cache",
    },
  ],
  tables: {
    accounts: [
      { account_id: "canary-owner", email: "canary.owner@example.org", name: "Olga Canary" },
      { account_id: "canary-viewer", email: "canary.viewer@example.org", name: "Vera Canary" },
    ],
    devices: [{ device_id: DEVICE, label: "Olga's canary door" }],
  },
})

let before: Result
let result: Result
beforeAll(async () => {
  before = await classifiedRevision(security, system, incident, street({ log: [{}] }))
  result = await classifiedRevision(security, system, incident, planted)
})

const asked = (text = "") => new URLSearchParams(text)

function requestOf(list: (typeof exportLists)[number]): ExportRequest {
  if (list === "people") return { list, query: parsePeopleQuery(asked()) }
  if (list === "exposures") return { list, query: parseExposuresQuery(asked()) }
  if (list === "moved") return { list, before }
  return list === "questions" ? { list, answers: [] } : { list }
}

/** Every way of reading a result, as it comes to whoever asks; what is refused says only that. */
function readings(ctx: Context): Record<string, () => Promise<unknown>> {
  const people = (text: string) => async () => {
    const page = await listPeople(ctx, result, parsePeopleQuery(asked(text)))
    return { ...page, rows: await withNames(ctx, result, page.rows) }
  }
  return {
    ...Object.fromEntries(peopleSorts.map((sort) => [`people by ${sort}`, people(`sort=${sort}&limit=1`)])),
    "people by the relation of their exposures": people("relation=stranger"),
    exposures: async () => {
      const page = await listExposures(ctx, result, parseExposuresQuery(asked("limit=1")))
      return { ...page, rows: await withBothNames(ctx, result, page.rows) }
    },
    moved: async () => {
      const page = await listMoved(ctx, before, result, parseMovedQuery(asked()))
      return { ...page, rows: await withNames(ctx, result, page.rows) }
    },
    comparison: () => compareResults(ctx, before, result),
    coverage: () => coverageBySource(ctx, result),
    curve: () => misboundPerMinute(ctx, result),
    "log lines": async () => [
      ...(await readLogLines(ctx, result, [
        { eventId: "e1", at: at("14:03:27.123456"), account: viewer, viewer },
      ])),
    ],
    identities: async () => [...(await identify(ctx, result, [owner, viewer, listed]))],
    "the owner's page": () => explainPerson(ctx, result, owner),
    "the viewer's page": () => explainPerson(ctx, result, viewer),
    "the page of a listed viewer": () => explainPerson(ctx, result, listed),
    ...Object.fromEntries(
      exportLists.map((list) => [
        `export of ${list}`,
        async () => {
          let text = ""
          for await (const piece of exportCsv(ctx, result, requestOf(list))) text += piece
          return text
        },
      ]),
    ),
  }
}

/** What each reading gives to a member, as text. */
async function readAll(ctx: Context): Promise<Record<string, string>> {
  const told = Object.entries(readings(ctx)).map(async ([name, read]) => {
    const answer = await read().catch((error: unknown) => {
      if (error instanceof AppError && error.code === "forbidden") return "refused"
      throw error
    })
    return [name, typeof answer === "string" ? answer : JSON.stringify(answer)]
  })
  return Object.fromEntries(await Promise.all(told))
}

function expectNone(told: Record<string, string>, forbidden: readonly string[]) {
  const found = Object.entries(told).flatMap(([name, text]) =>
    forbidden.filter((one) => text.toLowerCase().includes(one.toLowerCase())).map((one) => `${name}: ${one}`),
  )
  expect(found).toEqual([])
}

const refusedIn = (told: Record<string, string>) =>
  Object.keys(told).filter((name) => told[name] === "refused")

describe.each(roles)("to a member who is %s and to whom nobody is revealed", (role) => {
  test("no list, page or export says who anybody is, or what a line of the log says of them", async () => {
    expectNone(await readAll(await as(role)), all)
  })
})

test("what is planted is there to be found by whom all is revealed to", async () => {
  const legal = await as("legal")
  await database.reveal.create({
    data: {
      incidentId: incident.id,
      revision: 2,
      memberId: legal.actor.id,
      reason: "Letters",
      expiresAt: new Date(Date.now() + 600_000),
    },
  })
  const told = Object.values(await readAll(legal)).join("\n")
  for (const canary of all) expect(told).toContain(canary)
})

describe("to support", () => {
  test("neither side of an exposure leads to the other: not by name, device, item or the moment of an event", async () => {
    const told = await readAll(await as("support"))
    expectNone(told, [DEVICE, ITEM, "14:03:27", String(Date.parse(at("14:03:27.123")))])
    expectNone({ page: told["the owner's page"] ?? "" }, [viewer])
    expectNone({ page: told["the viewer's page"] ?? "" }, [owner])
    expect(told["the owner's page"]).toContain("2024-02-16T14:03:00Z")
    for (const row of JSON.parse(told["people by group"] ?? "").rows)
      expect([owner, viewer, listed].filter((one) => JSON.stringify(row).includes(one))).toHaveLength(1)
    expect(refusedIn(told).sort()).toEqual([
      "export of evidence",
      "export of exposures",
      "export of rejects",
      "exposures",
      "log lines",
    ])
  })

  test("somebody who is revealed brings nothing of the other side", async () => {
    const support = await as("support")
    await revealPerson(support, result, { pseudonym: owner, reason: "They called" })
    const told = await readAll(support)
    expect(told["the owner's page"]).toContain("canary.owner@example.org")
    expectNone(told, [...canaries.viewer, ...canaries.line, ...canaries.listed, "canary door", DEVICE, ITEM])
    expectNone({ page: told["the owner's page"] ?? "" }, [viewer])
  })
})

test("to the administrator no people are shown at all", async () => {
  const told = await readAll(await as("administrator"))
  const open = Object.keys(told).filter((name) => told[name] !== "refused")
  expect(open.sort()).toEqual([
    "comparison",
    "coverage",
    "curve",
    "export of coverage",
    "export of inputs",
    "export of minutes",
    "export of questions",
    "identities",
  ])
  expectNone(told, [owner, viewer, listed])
})

test("to security one revealed side shows that side alone, and a line only when all whom it names are revealed", async () => {
  const ada = await as("security")
  await revealPerson(ada, result, { pseudonym: owner, reason: "They called" })
  const first = await readAll(ada)
  expect(first["the owner's page"]).toContain("canary.owner@example.org")
  expect(first["the owner's page"]).toContain("canary door")
  expectNone(first, [...canaries.viewer, ...canaries.line])
  await revealPerson(ada, result, { pseudonym: viewer, reason: "They called too" })
  expect((await readAll(ada))["the viewer's page"]).toContain("203.0.113.77")
})
