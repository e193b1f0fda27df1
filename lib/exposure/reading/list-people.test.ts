import { join } from "node:path"
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { literal } from "../../core/sql.ts"
import { grades, relations } from "../../evidence/schemas.ts"
import { crowd, hostileIds } from "../../testing/crowd.ts"
import { compareBytes } from "../../testing/reference/values.ts"
import { pseudonym, readerFor, resultOf } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { withBothNames } from "../identities/with-names.ts"
import { listExposures } from "./list-exposures.ts"
import { listPeople } from "./list-people.ts"
import type { Result } from "./result.ts"
import { type ExposureRow, exposureOf, type PersonRow, personOf } from "./rows.ts"
import {
  directions,
  type ExposuresQuery,
  exposureSorts,
  type Group,
  groups,
  type PeopleQuery,
  parseExposuresQuery,
  parsePeopleQuery,
  peopleSorts,
  type Relation,
  type Side,
  sides,
} from "./schemas.ts"

const folder = temporaryFolder()
const ctx = readerFor(folder)
const revealed = readerFor(folder, { isRevealed: true })
let result: Result
let people: PersonRow[]
let exposures: ExposureRow[]

beforeAll(async () => {
  result = await resultOf(folder, crowd(7))
  const all = (file: string) =>
    ctx.results("exposures.view").rows(`SELECT * FROM read_parquet(${literal(join(result.folder, file))})`)
  people = (await all("people-view.parquet")).map(personOf)
  exposures = (await all("exposures-view.parquet")).map(exposureOf)
})

const RUNS = 100
/** More than any list of these tests holds. */
const ROWS_MAX = 10_000
const oneOf = <T>(words: readonly T[]) => fc.constantFrom(...words)
const somebody = oneOf([...hostileIds, "viewer-3", "owner-12"].map(pseudonym))
const search = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  { weight: 2, arbitrary: oneOf(["P", "p-", "P-0", "p-z", "%", "_", "later-3", "nobody"]) },
  { weight: 1, arbitrary: somebody.map((text) => text.slice(0, 4).toLowerCase()) },
)
const filters = {
  side: fc.option(oneOf(sides)),
  gradeMin: fc.option(oneOf(grades)),
  relation: fc.oneof(fc.constant<Relation[]>([]), fc.subarray<Relation>([...relations])),
  search,
  cursor: fc.constant(""),
  limit: fc.integer({ min: 1, max: 60 }),
  direction: oneOf(directions),
}

/** What comes first: by value, the absent last in either direction; then by the ties, ascending. */
function ordered<T>(
  rows: readonly T[],
  value: (row: T) => string | number | null,
  direction: "asc" | "desc",
  ties: (row: T) => string[],
): T[] {
  const compare = (a: string | number, b: string | number) =>
    typeof a === "string" && typeof b === "string" ? compareBytes(a, b) : Number(a) - Number(b)
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) {
      if (x !== y) return x === null ? 1 : -1
    } else if (compare(x, y) !== 0) return compare(x, y) * (direction === "asc" ? 1 : -1)
    const others = ties(b)
    return ties(a).reduce((found, tie, index) => found || compareBytes(tie, others[index] ?? ""), 0)
  })
}

/** The contents of a list, page by page until there is no next one. */
async function read<T>(
  page: (cursor: string) => Promise<{ rows: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { rows, nextCursor }: { rows: T[]; nextCursor: string | null } = await page(cursor)
    if (nextCursor !== null && rows.length === 0) throw new Error("a page before another has rows")
    if (all.length > ROWS_MAX) throw new Error("the pages do not come to an end")
    all.push(...rows)
    cursor = nextCursor
  }
  return all
}

const gradeAt = (grade: string | null) => (grade === null ? null : grades.indexOf(grade as "shown"))
const isAtLeast = (grade: string | null, least: string | null) =>
  grade !== null && (gradeAt(grade) ?? 0) >= (gradeAt(least) ?? 0)
const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
const instantValue = (text: string | null) => (text === null ? null : text.replace("Z", "").padEnd(26, "."))

describe("the list of people", () => {
  function personValue(sort: PeopleQuery["sort"]) {
    return (row: PersonRow) => {
      const value = row[camel(sort) as keyof PersonRow] as string | number | null
      if (sort === "group") return groups.length - groups.indexOf(row.group)
      if (sort.includes("grade")) return gradeAt(value as string | null)
      return sort.endsWith("_at") ? instantValue(value as string | null) : value
    }
  }

  function matching(query: PeopleQuery): PersonRow[] {
    const asked: readonly Side[] = query.side === null ? sides : [query.side]
    const isPlain = query.relation.length === 0
    return people.filter(
      (row) =>
        row.pseudonym.startsWith(query.search.toUpperCase()) &&
        (query.reachable === null || row.reachable === (query.reachable === "yes")) &&
        (isPlain
          ? (query.side === null && query.gradeMin === null) ||
            asked.some((side) =>
              isAtLeast(side === "owner" ? row.ownerGrade : row.viewerGrade, query.gradeMin),
            )
          : asked.some((side) =>
              exposures.some(
                (one) =>
                  one.inScope &&
                  (side === "owner" ? one.owner : one.viewer) === row.pseudonym &&
                  query.relation.includes(one.relation) &&
                  isAtLeast(one.grade, query.gradeMin),
              ),
            )),
    )
  }

  test("has people of every group, with and without each value, and ties", () => {
    expect(new Set(people.map(({ group }) => group))).toEqual(new Set(groups))
    for (const key of ["ownerGrade", "viewerGrade", "firstAt"] as const)
      expect(new Set(people.map((row) => row[key] === null)).size, key).toBe(2)
    expect(new Set(people.map(({ viewers }) => viewers)).size).toBeLessThan(people.length / 4)
    expect(people.map((row) => row.pseudonym)).toEqual(expect.arrayContaining(hostileIds.map(pseudonym)))
  })

  test("pages through what a plain reading finds, in its order, under every sort and filter", async () => {
    const anyQuery: fc.Arbitrary<PeopleQuery> = fc.record({
      ...filters,
      group: fc.oneof(fc.constant<Group[]>([]), fc.subarray<Group>([...groups])),
      reachable: fc.option(oneOf(["yes", "no"] as const)),
      sort: oneOf(peopleSorts),
    })
    const agrees = fc.asyncProperty(anyQuery, async (query) => {
      const inAllGroups = matching(query)
      const expected = ordered(
        inAllGroups.filter(({ group }) => query.group.length === 0 || query.group.includes(group)),
        personValue(query.sort),
        query.direction,
        (row) => [row.pseudonym],
      )
      const { total, byGroup } = await listPeople(ctx, result, query)
      expect(total).toBe(expected.length)
      expect(byGroup).toEqual(
        Object.fromEntries(
          groups.map((one) => [one, inAllGroups.filter(({ group }) => group === one).length]),
        ),
      )
      const found = await read((cursor) => listPeople(ctx, result, { ...query, cursor }))
      expect(found.map((row) => row.pseudonym)).toEqual(expected.map((row) => row.pseudonym))
      expect(found).toEqual(expected)
    })
    await fc.assert(agrees, { numRuns: RUNS, seed: 1 })
  })

  const asked = (text: string) => parsePeopleQuery(new URLSearchParams(text))

  test.each<[string, string]>([
    ["no JSON", "abc"],
    ["another shape", "{}"],
    ["too little", '["group","desc"]'],
    ["another sort", '["viewers","desc","1","kim"]'],
    ["another direction", '["group","asc","1","kim"]'],
    ["text where a number is", '["group","desc","1; DROP","kim"]'],
    ["a number that no column holds", '["group","desc","9999999999999999999","kim"]'],
    ["a number where text is", '["group","desc",1,"kim"]'],
    ["nothing where something always is", '["group","desc",null,"kim"]'],
    ["a list where text is", '["group","desc","1",["kim"]]'],
  ])("refuses a cursor that is %s", async (_, cursor) => {
    await expect(listPeople(ctx, result, { ...asked(""), cursor })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/^cursor: /),
    })
  })

  test("takes any text in a cursor for text", async () => {
    const cursor = JSON.stringify(["pseudonym", "asc", "O'; DROP TABLE people; --\0", "x"])
    const { rows } = await listPeople(ctx, result, { ...asked("sort=pseudonym&direction=asc"), cursor })
    expect(rows.length).toBeGreaterThan(0)
  })
})

describe("the list of exposures", () => {
  const ranks = { relation: relations as readonly string[], grade: grades as readonly string[] }

  function exposureValue(sort: ExposuresQuery["sort"]) {
    return (row: ExposureRow) => {
      const value = row[camel(sort) as keyof ExposureRow] as string | number | null
      if (sort === "grade" || sort === "relation") return ranks[sort].indexOf(String(value))
      return sort.endsWith("_at") ? instantValue(value as string | null) : value
    }
  }

  function matching(query: ExposuresQuery): ExposureRow[] {
    const idsOf = (row: ExposureRow) =>
      query.side === null ? [row.owner, row.viewer] : [query.side === "owner" ? row.owner : row.viewer]
    return exposures.filter(
      (row) =>
        (query.person === "" || idsOf(row).includes(query.person.toUpperCase())) &&
        (query.search === "" || idsOf(row).some((id) => id?.startsWith(query.search.toUpperCase()))) &&
        (query.device === "" || row.deviceId === query.device) &&
        (query.gradeMin === null || isAtLeast(row.grade, query.gradeMin)) &&
        (query.scope === null || row.inScope === (query.scope === "in")),
    )
  }

  test("has exposures of every relation, in scope and out of it, with and without a viewer and an item", () => {
    expect(new Set(exposures.map(({ relation }) => relation))).toEqual(new Set(relations))
    for (const isThere of [
      (row: ExposureRow) => row.inScope,
      (row: ExposureRow) => row.viewer !== null,
      (row: ExposureRow) => row.mediaId !== null,
      (row: ExposureRow) => row.recordedAt !== null,
    ])
      expect(new Set(exposures.map(isThere)).size).toBe(2)
  })

  test("pages through what a plain reading finds, in its order, under every sort and filter", async () => {
    const person = fc.oneof(
      fc.constant(""),
      somebody,
      somebody.map((text) => text.toLowerCase()),
    )
    const anyQuery: fc.Arbitrary<ExposuresQuery> = fc.record({
      ...filters,
      person,
      device: fc.oneof({ weight: 4, arbitrary: fc.constant("") }, oneOf(["d3", "d0", "nothing"])),
      scope: fc.option(oneOf(["in", "out"] as const)),
      sort: oneOf(exposureSorts),
    })
    const agrees = fc.asyncProperty(anyQuery, async (query) => {
      const ofAllRelations = matching(query)
      const expected = ordered(
        ofAllRelations.filter(
          ({ relation }) => query.relation.length === 0 || query.relation.includes(relation),
        ),
        exposureValue(query.sort),
        query.direction,
        (row) => [row.owner, row.viewer ?? "", row.deviceId, row.mediaId ?? ""],
      )
      const { total, byRelation } = await listExposures(ctx, result, query)
      expect(total).toBe(expected.length)
      expect(byRelation).toEqual(
        Object.fromEntries(
          relations.map((one) => [one, ofAllRelations.filter(({ relation }) => relation === one).length]),
        ),
      )
      const found = await read((cursor) => listExposures(ctx, result, { ...query, cursor }))
      expect(found).toEqual(expected)
    })
    await fc.assert(agrees, { numRuns: RUNS, seed: 2 })
  })

  test("calls a device what its owner calls it where the owner is revealed, and nothing else", async () => {
    const { rows } = await listExposures(ctx, result, parseExposuresQuery(new URLSearchParams("limit=500")))
    for (const row of await withBothNames(ctx, result, rows))
      expect(row).toMatchObject({ deviceLabel: null, shownOwner: null, shownViewer: null })
    for (const { deviceId, deviceLabel } of await withBothNames(revealed, result, rows)) {
      const index = Number(deviceId.slice(1))
      expect(deviceLabel).toBe(index < 20 ? (hostileIds[index] ?? "Door") : null)
    }
  })
})
