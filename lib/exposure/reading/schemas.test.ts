import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { AppError } from "../../core/errors.ts"
import { grades, relations } from "../../evidence/schemas.ts"
import {
  causes,
  directions,
  type ExposuresQuery,
  exposureSorts,
  groups,
  type MovedQuery,
  type PeopleQuery,
  parseExposuresQuery,
  parseMovedQuery,
  parsePeopleQuery,
  peopleSorts,
  serialiseExposuresQuery,
  serialiseMovedQuery,
  serialisePeopleQuery,
  sides,
  standings,
} from "./schemas.ts"

const oneOf = <T>(words: readonly T[]) => fc.constantFrom(...words)
const common = {
  side: fc.option(oneOf(sides)),
  gradeMin: fc.option(oneOf(grades)),
  relation: fc.subarray([...relations]),
  search: fc.string({ unit: "binary", maxLength: 30 }),
  cursor: fc.string({ unit: "binary", maxLength: 30 }),
  limit: fc.integer({ min: 1, max: 500 }),
  direction: oneOf(directions),
}
const anyPeopleQuery: fc.Arbitrary<PeopleQuery> = fc.record({
  ...common,
  group: fc.subarray([...groups]),
  reachable: fc.option(oneOf(["yes", "no"] as const)),
  sort: oneOf(peopleSorts),
})
const anyExposuresQuery: fc.Arbitrary<ExposuresQuery> = fc.record({
  ...common,
  person: fc.string({ unit: "binary", maxLength: 30 }),
  device: fc.string({ unit: "binary", maxLength: 30 }),
  scope: fc.option(oneOf(["in", "out"] as const)),
  sort: oneOf(exposureSorts),
})

/** As an address carries them: through text and back. */
const travelled = (params: URLSearchParams) => new URLSearchParams(params.toString())

describe("an address", () => {
  test("gives back every question about people that was put into it", () => {
    fc.assert(
      fc.property(anyPeopleQuery, (query) => {
        expect(parsePeopleQuery(travelled(serialisePeopleQuery(query)))).toEqual(query)
      }),
    )
  })

  test("gives back every question about exposures that was put into it", () => {
    fc.assert(
      fc.property(anyExposuresQuery, (query) => {
        expect(parseExposuresQuery(travelled(serialiseExposuresQuery(query)))).toEqual(query)
      }),
    )
  })

  test("gives back every question about who moved that was put into it", () => {
    const anyMovedQuery: fc.Arbitrary<MovedQuery> = fc.record({
      from: fc.option(oneOf(standings)),
      to: fc.option(oneOf(standings)),
      cause: fc.option(oneOf(causes)),
      cursor: common.cursor,
      limit: common.limit,
    })
    fc.assert(
      fc.property(anyMovedQuery, (query) => {
        expect(parseMovedQuery(travelled(serialiseMovedQuery(query)))).toEqual(query)
      }),
    )
  })

  test("says nothing of what is as by default", () => {
    expect(serialisePeopleQuery(parsePeopleQuery(new URLSearchParams())).toString()).toBe("")
    expect(serialiseExposuresQuery(parseExposuresQuery(new URLSearchParams())).toString()).toBe("")
  })

  test.each<[string, string]>([
    ["group=owner", "group"],
    ["group=owner_video&group=nobody", "group"],
    ["side=both", "side"],
    ["side=owner&side=viewer", "side"],
    ["gradeMin=viewed", "gradeMin"],
    ["relation=friend", "relation"],
    ["reachable=true", "reachable"],
    ["sort=email", "sort"],
    ["sort=account_id;drop", "sort"],
    ["direction=up", "direction"],
    ["limit=0", "limit"],
    ["limit=501", "limit"],
    ["limit=-1", "limit"],
    ["limit=1e2", "limit"],
    ["limit=10&limit=20", "limit"],
    [`search=${"x".repeat(1_001)}`, "search"],
    [`cursor=${"x".repeat(20_001)}`, "cursor"],
  ])("that asks %.40s is refused by the name of %s", (text, name) => {
    const parse = () => parsePeopleQuery(new URLSearchParams(text))
    expect(parse).toThrow(AppError)
    expect(parse).toThrow(new RegExp(`^${name}: `))
  })

  test("of any text is understood or refused by a parameter's name, and nothing else happens", () => {
    const names = oneOf([
      ...Object.keys(common),
      "group",
      "reachable",
      "sort",
      "person",
      "device",
      "scope",
      "x",
      "__proto__",
    ])
    const words = oneOf([
      "",
      "owner",
      "viewer",
      "asc",
      "yes",
      "in",
      "video",
      "100",
      "staff",
      "toString",
      "null",
    ])
    const pairs = fc.array(fc.tuple(names, fc.oneof(words, fc.string({ unit: "binary" }))))
    fc.assert(
      fc.property(pairs, (given) => {
        for (const parse of [parsePeopleQuery, parseExposuresQuery, parseMovedQuery]) {
          try {
            parse(new URLSearchParams(given))
          } catch (error) {
            if (!(error instanceof AppError)) throw error
            expect(given.map(([name]) => name)).toContain(error.message.split(":")[0])
          }
        }
      }),
    )
  })

  test("leaves the parameters of others alone", () => {
    expect(parsePeopleQuery(new URLSearchParams("revision=3&sort=viewers")).sort).toBe("viewers")
  })
})
