import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { literal } from "../../core/sql.ts"
import { crowd } from "../../testing/crowd.ts"
import type { ReferenceIncident, Row } from "../../testing/reference/model.ts"
import { at, numbered, street } from "../../testing/reference/street.ts"
import { testConnection } from "../../testing/reference/write-parquet.ts"
import { pseudonym, readerFor, resultOf, resultOfFile } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { compareResults } from "./compare-results.ts"
import { listMoved, type MovedRow } from "./list-moved.ts"
import type { Result } from "./result.ts"
import { type Cause, type MovedQuery, parseMovedQuery, standings } from "./schemas.ts"

const folder = temporaryFolder()
const ctx = readerFor(folder)

type Street = Parameters<typeof street>[0]
const all: MovedQuery = parseMovedQuery(new URLSearchParams())
/** Everybody who is in these tests, by pseudonym. */
const nameOf = new Map(["kim", "sam", "uma", "nia", "lee"].map((name) => [pseudonym(name), name]))
const moveOf = ({ pseudonym, from, to, cause }: MovedRow) =>
  `${nameOf.get(pseudonym)}: ${from.group} → ${to.group}: ${cause}`
/** In the order of their names: that of their pseudonyms says nothing to a reader. */
const movesOf = (rows: readonly MovedRow[]) => rows.map(moveOf).sort()

const log: Row[] = [{ action: "shown" }, { account_id: "uma", action: "tapped", at: at("15:00:00") }]
const app = { name: "app", records: numbered(log) }
const cdn = {
  name: "cdn",
  records: numbered([{ account_id: "uma", device_id: "d2", at: at("16:00:00") }], 10),
}
const presumption = {
  from: at("15:00:00"),
  to: at("16:00:00"),
  devices: ["d2"],
  viewers: ["lee"],
  grade: "shown" as const,
  reason: "cache",
}
const justLeft: Row = {
  device_id: "d1",
  account_id: "sam",
  role: "member",
  valid_from: "2023-02-01T00:00:00Z",
  valid_to: at("13:59:30"),
}
const actors = (kind: string) => ({ actors: [{ account_id: "sam", kind }] })

/** Who moves from the first to the second, and back again. */
const cases: {
  name: string
  before: Street
  after: Street
  there: string[]
  back: string[]
  differences: RegExp[]
}[] = [
  {
    name: "another file of the log",
    before: { sources: [app] },
    after: { sources: [app, cdn] },
    there: ["nia: unaffected → owner_video: file_added"],
    back: ["nia: owner_video → unaffected: file_removed"],
    differences: [/^Added: access-cdn-0\.ndjson \(access_log of cdn, 1 row, SHA-256 [0-9a-f]{12}…\)$/],
  },
  {
    name: "another content of a file of the log",
    before: { log: log.slice(0, 1) },
    after: { log },
    there: ["kim: owner_shown → owner_tapped: file_changed", "uma: unaffected → viewer_only: file_changed"],
    back: ["kim: owner_tapped → owner_shown: file_changed", "uma: viewer_only → unaffected: file_changed"],
    differences: [/^Another content: access-app-0\.ndjson/],
  },
  {
    name: "a longer window",
    before: { log, window: { from: at("13:00:00"), to: at("14:30:00") } },
    after: { log },
    there: ["kim: owner_shown → owner_tapped: window", "uma: unaffected → viewer_only: window"],
    back: ["kim: owner_tapped → owner_shown: window", "uma: viewer_only → unaffected: window"],
    differences: [
      /^Window: 2024-02-16T13:00:00Z to 2024-02-16T14:30:00Z before, .* to 2024-02-16T21:00:00Z now$/,
    ],
  },
  {
    name: "a service that turns out to be a person",
    before: { log, tables: actors("service") },
    after: { log, tables: actors("staff"), relations: ["stranger", "staff"] },
    there: ["sam: unaffected → viewer_only: actor"],
    back: ["sam: viewer_only → unaffected: actor"],
    differences: [
      /^Another content: actors-0/,
      /^Relations in scope: anonymous, former_member.* before, staff, stranger now$/,
    ],
  },
  {
    name: "staff who were none",
    before: { log: log.slice(0, 1), tables: actors("staff") },
    after: { log: log.slice(0, 1), tables: { actors: [] } },
    there: ["kim: unaffected → owner_shown: actor", "sam: unaffected → viewer_only: actor"],
    back: ["kim: owner_shown → unaffected: actor", "sam: viewer_only → unaffected: actor"],
    differences: [/^Another content: actors-0/],
  },
  {
    name: "a relation in scope",
    before: { log, relations: ["former_member"] },
    after: { log, relations: ["former_member", "stranger"] },
    there: [
      "kim: unaffected → owner_tapped: relation",
      "sam: unaffected → viewer_only: relation",
      "uma: unaffected → viewer_only: relation",
    ],
    back: [
      "kim: owner_tapped → unaffected: relation",
      "sam: viewer_only → unaffected: relation",
      "uma: viewer_only → unaffected: relation",
    ],
    differences: [/^Relations in scope: former_member before, former_member, stranger now$/],
  },
  {
    name: "a presumption",
    before: { log },
    after: { log, presumptions: [presumption] },
    there: ["lee: unaffected → undetermined: presumption", "nia: unaffected → undetermined: presumption"],
    back: ["lee: undetermined → unaffected: presumption", "nia: undetermined → unaffected: presumption"],
    differences: [/^Added: the presumption from 2024-02-16T15:00:00Z to 2024-02-16T16:00:00Z \(cache\)$/],
  },
  {
    name: "a gap",
    before: { log },
    after: { log, gaps: [{ from: at("15:00:00"), to: at("15:10:00"), reason: "lost", devices: ["d2"] }] },
    there: ["nia: unaffected → undetermined: presumption"],
    back: ["nia: undetermined → unaffected: presumption"],
    differences: [/^Added: the gap in the log from .* \(lost\)$/],
  },
  {
    name: "a window that takes in a presumption",
    before: {
      log: log.slice(0, 1),
      window: { from: at("13:00:00"), to: at("14:30:00") },
      presumptions: [presumption],
    },
    after: { log: log.slice(0, 1), presumptions: [presumption] },
    there: ["lee: unaffected → undetermined: window", "nia: unaffected → undetermined: window"],
    back: ["lee: undetermined → unaffected: window", "nia: undetermined → unaffected: window"],
    differences: [/^Window: /],
  },
  {
    name: "a clock tolerance",
    before: { log: log.slice(0, 1), entitlements: [justLeft], tolerance: "1m" },
    after: { log: log.slice(0, 1), entitlements: [justLeft], tolerance: "100ms" },
    there: ["kim: unaffected → owner_shown: tolerance", "sam: unaffected → viewer_only: tolerance"],
    back: ["kim: owner_shown → unaffected: tolerance", "sam: viewer_only → unaffected: tolerance"],
    differences: [/^Clock tolerance: 60 s before, 100 ms now$/],
  },
  {
    name: "entitlements that were exported anew",
    before: { log: log.slice(0, 1), entitlements: [{ ...justLeft, valid_to: null }] },
    after: { log: log.slice(0, 1), entitlements: [justLeft] },
    there: ["kim: unaffected → owner_shown: file_changed", "sam: unaffected → viewer_only: file_changed"],
    back: ["kim: owner_shown → unaffected: file_changed", "sam: viewer_only → unaffected: file_changed"],
    differences: [/^Another content: entitlements-0/],
  },
  {
    name: "a table of sessions that names another viewer",
    before: { log: [{ session_id: "s" }] },
    after: {
      log: [{ session_id: "s" }],
      tables: { sessions: [{ account_id: "lee", session_id: "s", started_at: at("13:00:00") }] },
    },
    there: ["kim: owner_video → unaffected: file_added", "sam: viewer_only → unaffected: file_added"],
    back: ["kim: unaffected → owner_video: file_removed", "sam: unaffected → viewer_only: file_removed"],
    differences: [/^Added: sessions-0/],
  },
  {
    name: "rows without a viewer that count",
    before: { log: [{ account_id: null }], viewerless: "unattributed" },
    after: { log: [{ account_id: null }], viewerless: "exposure" },
    there: ["kim: unaffected → owner_video: mapping"],
    back: ["kim: owner_video → unaffected: mapping"],
    differences: [/^Rows of app without a viewer: unattributed before, exposure now$/],
  },
]

describe.each(cases)(
  "between two results that differ by $name",
  ({ before, after, there, back, differences }) => {
    const made = Promise.all([before, after].map((given) => resultOf(folder, street(given))))

    test("everybody who moved is named with what explains it, there and back", async () => {
      const [a, b] = (await made) as [Result, Result]
      expect(movesOf((await listMoved(ctx, a, b, all)).rows)).toEqual(there)
      expect(movesOf((await listMoved(ctx, b, a, all)).rows)).toEqual(back)
    })

    test("the counts are those of the moved, and the inputs' differences are told", async () => {
      const [a, b] = (await made) as [Result, Result]
      const comparison = await compareResults(ctx, a, b)
      expect(comparison.moved).toBe(there.length)
      expect(total(Object.values(comparison.byCause))).toBe(there.length)
      expect(total(standings.flatMap((one) => Object.values(comparison.matrix[one])))).toBe(
        b.summary.accounts.total,
      )
      expect(comparison.differences.map(({ text }) => text)).toEqual(
        differences.map((one) => expect.stringMatching(one)),
      )
    })
  },
)

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

const OWN =
  "time: { path: at }\nfields: { event_id: { path: event_id }, account_id: { path: account_id }, device_id: { path: device_id } }\n"
const mapped = (action: string) =>
  `${OWN}rules: [{ when: { action: shown }, action: ${action} }, { otherwise: ignore }]\n`

async function readBy(mapping: string, name: string): Promise<Result> {
  const { folder: made } = await resultOf(folder, street({ log: log.slice(0, 1) }))
  const file = join(dirname(made), "incident.yaml")
  const incident = parse(readFileSync(file, "utf8"))
  incident.access_log[0].mapping = `./${name}`
  writeFileSync(join(dirname(made), name), mapping)
  writeFileSync(file, stringify(incident))
  return await resultOfFile(file, join(dirname(made), "again"), join(folder, "accounts"))
}

describe("between two results of other mappings", () => {
  test.each<[string, string, RegExp]>([
    ["of the same name", "own.yaml", /^Mapping of app: \.\/own\.yaml has another text$/],
    ["of another name", "new.yaml", /^Mapping of app: \.\/own\.yaml before, \.\/new\.yaml now$/],
  ])("%s the mapping explains who moved", async (_, name, difference) => {
    const before = await readBy(mapped("shown"), "own.yaml")
    const after = await readBy(mapped("viewed"), name)
    expect((await listMoved(ctx, before, after, all)).rows.map(moveOf)).toEqual([
      "kim: owner_shown → owner_video: mapping",
    ])
    const { differences } = await compareResults(ctx, before, after)
    expect(differences.map(({ text }) => text)).toEqual([expect.stringMatching(difference)])
  })
})

describe("between two results", () => {
  test("of equal inputs that differ all the same, nothing explains who moved", async () => {
    const before = await resultOf(folder, street({ log }))
    const after = { ...before, folder: join(folder, "forged") }
    cpSync(before.folder, after.folder, { recursive: true })
    const connection = await testConnection()
    for (const [file, column] of [
      ["people-view.parquet", "pseudonym"],
      ["exposures-view.parquet", "viewer"],
    ] as const) {
      const [from, to] = [before, after].map((one) => literal(join(one.folder, file)))
      await connection.run(
        `COPY (SELECT * FROM read_parquet(${from}) WHERE ${column} <> '${pseudonym("uma")}') TO ${to} (FORMAT parquet)`,
      )
    }
    expect((await listMoved(ctx, before, after, all)).rows.map(moveOf)).toEqual([
      "uma: viewer_only → unaffected: other",
    ])
  })

  test("that are the same nobody moved", async () => {
    const result = await resultOf(folder, street({ log }))
    const { moved, matrix, differences } = await compareResults(ctx, result, result)
    expect([moved, differences, matrix.owner_tapped.owner_tapped, matrix.unaffected.unaffected]).toEqual([
      0,
      [],
      1,
      3,
    ])
  })

  test("of crowds, the pages of the moved lose none, repeat none, and agree with the counts", async () => {
    const [first, second] = [crowd(1, 30), crowd(2, 30)]
    const other: ReferenceIncident = {
      ...second,
      presumptions: second.presumptions?.slice(1),
      relations: ["stranger", "staff"],
    }
    const [before, after] = [await resultOf(folder, first), await resultOf(folder, other)]
    const { moved, byCause, matrix } = await compareResults(ctx, before, after)
    const rows = await everybody(before, after)
    expect(rows.length).toBe(moved)
    expect(new Set(rows.map((row) => row.pseudonym)).size).toBe(moved)
    expect(new Set(rows.map(({ cause }) => cause)).size).toBeGreaterThan(1)
    for (const [cause, count] of Object.entries(byCause))
      expect((await everybody(before, after, { cause: cause as Cause })).length).toBe(count)
    for (const from of standings)
      for (const to of standings.filter((one) => one !== from))
        expect(rows.filter((row) => row.from.group === from && row.to.group === to).length).toBe(
          matrix[from][to],
        )
    const some = await everybody(before, after, { from: "viewer_only", to: "unaffected" })
    expect(some.length).toBe(matrix.viewer_only.unaffected)
  })
})

async function everybody(
  before: Result,
  after: Result,
  asked: Partial<MovedQuery> = {},
): Promise<MovedRow[]> {
  const rows: MovedRow[] = []
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof listMoved>> = await listMoved(ctx, before, after, {
      ...all,
      ...asked,
      cursor,
      limit: 7,
    })
    rows.push(...page.rows)
    if (rows.length > 10_000) throw new Error("the pages do not come to an end")
    cursor = page.nextCursor
  }
  return rows
}
