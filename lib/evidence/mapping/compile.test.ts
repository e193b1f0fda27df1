import { describe, expect, test } from "vitest"
import { previewInProcess } from "../../testing/preview-in-process.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"

const folder = temporaryFolder()
const FIELDS =
  "fields: { event_id: { path: id }, device_id: { path: d }, account_id: { path: [u.name, u.arn] } }\n"
const VIEWED = "rules: [{ when: {}, action: viewed }]\n"

/** What a mapping makes of records in NDJSON: the events' fields, and the reasons of the rejects. */
async function mapped(mapping: string, ...records: unknown[]) {
  const content = records.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n")
  const preview = await previewInProcess(folder, mapping, { name: "log.ndjson", content })
  const { events, rejects, ignored } = preview
  return { events, reasons: rejects.map(({ reason }) => reason), ignored }
}

async function instants(time: string, ...times: unknown[]) {
  const { events, reasons } = await mapped(
    `time: ${time}\n${FIELDS}${VIEWED}`,
    ...times.map((t) => ({ t, d: "d1" })),
  )
  return [...events.map(({ at }) => at), ...reasons]
}

describe("the time of a record", () => {
  test.each<[string, unknown[], unknown[]]>([
    ["{ path: t }", ["2024-02-16T14:00:00.1234567+01:00"], ["2024-02-16 13:00:00.123456"]],
    ["{ path: t }", ["2024-02-16 14:00:00"], ["2024-02-16 14:00:00"]],
    [
      "{ path: t, zone: Europe/Berlin }",
      ["2024-02-16 14:00:00", "2024-07-16 14:00:00"],
      ["2024-02-16 13:00:00", "2024-07-16 12:00:00"],
    ],
    ["{ path: t, zone: Europe/Berlin }", ["2024-02-16T14:00:00Z"], ["2024-02-16 14:00:00"]],
    [
      "{ path: t, unit: s }",
      [1708092000, "1708092000", 1708092000.25, "1708092000.1234569"],
      ["2024-02-16 14:00:00", "2024-02-16 14:00:00", "2024-02-16 14:00:00.25", "2024-02-16 14:00:00.123456"],
    ],
    [
      "{ path: t, unit: ms }",
      [1708092000123, "1708092000123.4567"],
      ["2024-02-16 14:00:00.123", "2024-02-16 14:00:00.123456"],
    ],
    [
      "{ path: t, unit: us }",
      [1708092000123456, "1708092000123456.9"],
      ["2024-02-16 14:00:00.123456", "2024-02-16 14:00:00.123456"],
    ],
    ["{ path: t, unit: s }", ["-1", 0], ["1969-12-31 23:59:59", "1970-01-01 00:00:00"]],
    [
      "{ path: t, unit: s }",
      ["soon", "1e9", "99999999999999999999"],
      ["at: soon cannot be read", "at: 1e9 cannot be read", "at: 99999999999999999999 cannot be read"],
    ],
    ["{ path: t, format: '%d/%b/%Y:%H:%M:%S %z' }", ["16/Feb/2024:14:00:00 +0130"], ["2024-02-16 12:30:00"]],
    [
      "{ path: t, format: '%d.%m.%Y %H:%M', zone: Europe/Berlin }",
      ["16.02.2024 14:00"],
      ["2024-02-16 13:00:00"],
    ],
    [
      "{ path: t, format: '%d.%m.%Y' }",
      ["2024-02-16", "31.02.2024"],
      ["at: 2024-02-16 cannot be read", "at: 31.02.2024 cannot be read"],
    ],
    [
      "{ path: t }",
      [null, "", "2024-02-30T14:00:00Z", 1708092000, true],
      [
        "at: is missing",
        "at: is missing",
        "at: 2024-02-30T14:00:00Z cannot be read",
        "at: 1708092000 cannot be read",
        "at: true cannot be read",
      ],
    ],
  ])("by %s of %j is %j", async (time, given, expected) => {
    expect(await instants(time, ...given)).toEqual(expected)
  })

  test("is that at the first of several paths that is there", async () => {
    const mapping = `time: { path: [a.t, "@t", b] }\n${FIELDS}${VIEWED}`
    const at = (hour: number) => `2024-02-16T${hour}:00:00Z`
    const { events, reasons } = await mapped(
      mapping,
      { d: "d1", "@t": at(14), b: at(15) },
      { d: "d1", a: { t: null }, "@t": "", b: at(15) },
      { d: "d1", a: { t: at(13) }, "@t": at(14) },
      { d: "d1", a: { t: "bad" }, "@t": at(14) },
    )
    expect(events.map((one) => one.at)).toEqual([14, 15, 13].map((hour) => `2024-02-16 ${hour}:00:00`))
    expect(reasons).toEqual(["at: bad cannot be read"])
  })
})

describe("a field of a record", () => {
  const ids = async (fields: string, ...records: object[]) => {
    const mapping = `time: { path: t }\nfields: { device_id: { path: d }, account_id: ${fields} }\n${VIEWED}`
    const given = records.map((one) => ({ t: "2024-02-16T14:00:00Z", d: "d1", ...one }))
    const { events, reasons } = await mapped(mapping, ...given)
    return [...events.map(({ account_id }) => account_id), ...reasons]
  }

  test("is at the first of its paths that is present, not null and not empty", async () => {
    const got = await ids(
      "{ path: [u.name, u.arn] }",
      { u: { name: "kim", arn: "x" } },
      { u: { name: null, arn: "lee" } },
      { u: { name: "", arn: "sam" } },
      { u: { arn: "" } },
      { u: "text" },
      {},
    )
    expect(got).toEqual(["kim", "lee", "sam", null, null, null])
  })

  test("may be an integer of any length, which becomes its digits; other kinds make the record malformed", async () => {
    const got = await ids(
      "{ path: [a, b] }",
      { a: 7 },
      { a: 1.5 },
      { a: true },
      { a: ["x"] },
      { a: { x: 1 } },
      { a: null, b: false },
    )
    expect(got.slice(0, 1)).toEqual(["7"])
    expect(got.slice(1)).toEqual(
      ["1.5", "true", '["x"]', '{"x":1}', "false"].map((text) => `account_id: ${text} cannot be read`),
    )
    const line = '{"t":"2024-02-16T14:00:00Z","d":"d1","id":12345678901234567890123}'
    const { events } = await mapped(`time: { path: t }\n${FIELDS}${VIEWED}`, line)
    expect(events[0]?.event_id).toBe("12345678901234567890123")
  })

  test("keeps the group of its pattern, and is absent where that matches nothing", async () => {
    const got = await ids(
      "{ path: a, extract: '(user|id)[=:](?<value>[^&]*)' }",
      { a: "x&user=kim&b" },
      { a: "id:7" },
      { a: "user=" },
      { a: "none" },
      {},
    )
    expect(got).toEqual(["kim", "7", null, null, null])
  })

  test("has a path whose parts may hold any sign but a dot, and a quote in SQL is a quote", async () => {
    const got = await ids(`{ path: ["x/y.z~", "it's"] }`, { "x/y": { "z~": "kim" } }, { "it's": "O'Neil" })
    expect(got).toEqual(["kim", "O'Neil"])
  })
})

describe("the rules of a mapping", () => {
  const fate = async (rules: string, ...records: object[]) => {
    const given = records.map((one) => ({ id: "e", t: "2024-02-16T14:00:00Z", d: "d1", ...one }))
    const { events, reasons, ignored } = await mapped(
      `time: { path: t }\n${FIELDS}rules: ${rules}\n`,
      ...given,
    )
    return { taken: events.map(({ action, outcome }) => `${action} ${outcome}`), ignored, reasons }
  }
  const REJECTED = "no rule of the mapping takes it"

  test("decide in order, the first that matches", async () => {
    const rules =
      "[{ when: { a: x, b: null }, action: tapped }, { when: { a: x }, action: viewed, outcome: denied }, { otherwise: ignore }]"
    expect(await fate(rules, { a: "x" }, { a: "x", b: "" }, { a: "x", b: 1 }, { a: "y" })).toEqual({
      taken: ["tapped allowed", "tapped allowed", "viewed denied"],
      ignored: 1,
      reasons: [],
    })
  })

  test("reject what none of them takes", async () => {
    expect(await fate("[{ when: { a: x }, action: viewed }]", { a: "y" }, {})).toMatchObject({
      taken: [],
      reasons: [REJECTED, REJECTED],
    })
    expect(
      await fate("[{ when: { a: x }, action: reject }, { otherwise: ignore }]", { a: "x" }, {}),
    ).toMatchObject({ ignored: 1, reasons: [REJECTED] })
    expect(await fate("[{ otherwise: reject }]", {})).toMatchObject({ reasons: [REJECTED] })
  })

  test("compare values of any kind as text, lists of them, null among them, and patterns", async () => {
    const rule = (when: string) =>
      fate(
        `[{ when: { ${when} }, action: shown }, { otherwise: ignore }]`,
        { a: 200 },
        { a: "200" },
        { a: true },
        { a: null },
        { a: "" },
        {},
        { a: "x200y" },
      )
    expect((await rule("a: 200")).taken.length).toBe(2)
    expect((await rule("a: true")).taken.length).toBe(1)
    expect((await rule("a: null")).taken.length).toBe(3)
    expect((await rule("a: [200, null, true]")).taken.length).toBe(6)
    expect((await rule("a: [x, y]")).taken.length).toBe(0)
    expect((await rule("a: { matches: '20+' }")).taken.length).toBe(3)
    expect((await rule("a: { matches: '^x(?<n>2)' }")).taken.length).toBe(1)
  })

  test("ignore a record before anything else of it is read, but not one that is no record at all", async () => {
    const rules = "[{ when: { a: x }, action: ignore }, { when: {}, action: viewed }]"
    const given = [
      { a: "x", t: "no time" },
      { a: "x", u: { name: [1] } },
      { a: "x", d: null },
      { t: "no time" },
    ]
    expect(await fate(rules, ...given)).toEqual({
      taken: [],
      ignored: 3,
      reasons: ["at: no time cannot be read"],
    })
    const { reasons } = await mapped(
      `time: { path: t }\n${FIELDS}rules: [{ otherwise: ignore }]\n`,
      "not JSON",
      "[1]",
      '{"a":1,}',
    )
    expect(reasons).toEqual(["not JSON", "not a JSON object", "not JSON"])
  })
})
