import { describe, expect, test } from "vitest"
import { chooseFiles } from "./choose-files.ts"
import { findRecords, recordsFrom } from "./find-records.ts"
import { findRoles } from "./find-roles.ts"
import { tableNamedBy } from "./guess-table.ts"
import { guessTime } from "./guess-time.ts"
import { columnsOf, flattened } from "./look.ts"
import { readAddresses } from "./read-addresses.ts"
import { readLines } from "./read-lines.ts"
import { actionOf, outcomeOf } from "./read-words.ts"
import { missingColumns } from "./table-columns.ts"

describe("times are read", () => {
  test.each<[string | string[], object | null]>([
    ["2024-02-16T14:00:00.123456789+01:00", {}],
    ["2024-02-16 14:00:00", {}],
    ["1708092000", { unit: "s" }],
    ["1708092000.25", { unit: "s" }],
    ["1708092000123", { unit: "ms" }],
    ["1708092000123456", { unit: "us" }],
    [
      "2024-02-16T14:00:00",
      { format: "%Y-%m-%dT%H:%M:%S", doubt: expect.stringContaining("UTC is assumed") },
    ],
    ["2024-02-16T14:00:00.5", expect.objectContaining({ format: "%Y-%m-%dT%H:%M:%S.%f" })],
    ["2024-02-16T14:00:00+0000", { format: "%Y-%m-%dT%H:%M:%S%z" }],
    ["2024-02-16 14:00:00+00", { format: "%Y-%m-%d %H:%M:%S%z" }],
    ["2024-02-16 14:00:00.123 UTC", { format: "%Y-%m-%d %H:%M:%S.%f %Z" }],
    ["16/Feb/2024:14:00:00 +0000", { format: "%d/%b/%Y:%H:%M:%S %z" }],
    ["Fri, 16 Feb 2024 14:00:00 GMT", { format: "%a, %d %b %Y %H:%M:%S %Z" }],
    ["16.02.2024 14:00", expect.objectContaining({ format: "%d.%m.%Y %H:%M" })],
    [
      ["02/03/2024 14:00:00", "16/02/2024 14:00:00"],
      expect.objectContaining({ format: "%d/%m/%Y %H:%M:%S" }),
    ],
    [["02/16/2024 2:00 PM", "02/03/2024 2:00 PM"], expect.objectContaining({ format: "%m/%d/%Y %I:%M %p" })],
    ["02/03/2024 14:00", expect.objectContaining({ doubt: expect.stringContaining("the other way round") })],
    [
      ["2024-02-16T14:00:00Z", "2024-02-16T14:00:00Z", "2024-02-16T14:00:00Z", "2024-02-16T14:00:00Z", "-"],
      {},
    ],
    [["2024-02-16T14:00:00Z", "-"], null],
    ["2024-02-30T14:00:00Z", null],
    ["1708092000123456789", null],
    ["42", null],
    ["soon", null],
    [[], null],
  ])("%j", (values, expected) => expect(guessTime([values].flat())).toEqual(expected))

  test("of a Parquet column of instants by its type", () => {
    expect(guessTime(["2024-02-16 14:00:00.123456789", "2024-02-16 14:00:00+00"], true)).toEqual({})
  })
})

describe("words are understood", () => {
  test.each([
    ["thumbnail_shown", "shown"],
    ["ThumbnailTapped", "tapped"],
    ["thumbnail.view", "shown"],
    ["VIDEO_VIEW", "viewed"],
    ["open_video", "viewed"],
    ["open", "tapped"],
    ["GetObject", "viewed"],
    ["REST.GET.OBJECT", "viewed"],
    ["display", "shown"],
    ["liveStream", "viewed"],
    ["PutObject", "none"],
    ["upload_clip", "none"],
    ["heartbeat", "none"],
    ["ListObjects", null],
    ["frobnicate", null],
    ["", null],
  ])("the action %s", (name, action) => expect(actionOf(name)).toBe(action))

  test.each([
    ["OK", "allowed"],
    ["200", "allowed"],
    ["304", "allowed"],
    ["true", "allowed"],
    ["AccessDenied", "denied"],
    ["NOT_AUTHORIZED", "denied"],
    ["403", "denied"],
    ["false", "denied"],
    ["500", null],
    ["pending", null],
  ])("the result %s", (value, outcome) => expect(outcomeOf(value)).toBe(outcome))

  test.each([
    ["accounts.parquet", "accounts"],
    ["2024-02/CustomerExport_v2.csv.gz", "accounts"],
    ["entitlements/part-001.csv", "entitlements"],
    ["media_access_log.csv", "access_log"],
    ["access/1.ndjson", "access_log"],
    ["camera_owners.csv", null],
    ["notes.txt", null],
  ])("the name %s", (path, table) => expect(tableNamedBy(path)).toBe(table))
})

describe("columns are known", () => {
  const roles = (record: Record<string, string>) => {
    const { timeFormat: _, ...found } = findRoles({
      columns: Object.keys(record),
      records: [record],
      isParquet: false,
    })
    return found
  }
  const time = "2024-02-16T14:00:00Z"

  test("by their names in any spelling, the camera before the telephone, the viewer before any account", () => {
    expect(
      roles({
        "@timestamp": time,
        ViewerID: "v",
        account_id: "o",
        "device-id": "phone",
        cameraId: "c",
        clip_id: "m",
        Verb: "play",
        UserAgent: "App",
        "x-request-id": "r",
      }),
    ).toEqual({
      time: "@timestamp",
      account_id: "ViewerID",
      device_id: "cameraId",
      media_id: "clip_id",
      action: "Verb",
      user_agent: "UserAgent",
      request_id: "x-request-id",
    })
  })

  test("by the ends of nested paths, where the end alone says too little by two of them", () => {
    expect(
      roles({ ts: time, "data.user.id": "u", "data.camera.id": "c", "data.clip.uid": "m", "data.id": "x" }),
    ).toMatchObject({
      account_id: "data.user.id",
      device_id: "data.camera.id",
    })
  })

  test("by values where names mislead: times of other things, numbers, an action that names nothing", () => {
    expect(roles({ granted_at: time, camera: "c", user: "u" }).time).toBe(undefined)
    expect(roles({ amount: "1708092000", happened: time }).time).toBe("happened")
    expect(roles({ type: "x7", event: "viewed", at: time }).action).toBe("event")
  })

  test("of tables by what they must have", () => {
    expect(missingColumns("entitlements", ["device_id", "role"])).toEqual(["account_id", "valid_from"])
    expect(missingColumns("access_log", ["at", "action"])).toEqual(["device_id or media_id"])
    expect(missingColumns("access_log", ["at", "action", "media_id"])).toEqual([])
  })
})

describe("addresses and lines are taken apart", () => {
  const cut = (pattern: string | undefined, text: string) =>
    pattern === undefined
      ? null
      : (new RegExp(pattern.replace("(?i)", ""), "i").exec(text)?.groups?.value ?? null)

  test.each([
    ["/d/d7/events/m9/video.mp4", "d7", "m9"],
    ["/footage/cam-1/clips/m9.mp4?x=1", null, "m9"],
    ["https://h/v1/cameras/c7/recordings/m9", "c7", "m9"],
    ["GET /img?camera_id=c7&clip=m9 HTTP/1.1", "c7", "m9"],
    ["/style.css", null, null],
  ])("%s", (address, device, media) => {
    const others = Array.from({ length: 9 }, (_, index) => address.replace("m9", `m${index}`))
    const parts = readAddresses([...others, address])
    expect([cut(parts.device_id, address), cut(parts.media_id, address)]).toEqual([device, media])
  })

  test("lines of no known kind are none", () => {
    for (const lines of [["Dear all,", "hello"], ["a b c"], [""], ["x;y", "1"]])
      expect(readLines(lines)).toBe(null)
  })

  test("hostile column names become names of groups, each once", () => {
    const read = readLines(["1st (col)\ta-b\ta b\t@x", "1\t2\t3\t4"])
    expect([read?.columns, read?.records]).toEqual([
      ["c_1st_col", "a_b", "a_b_2", "x"],
      [{ c_1st_col: "1", a_b: "2", a_b_2: "3", x: "4" }],
    ])
  })
})

describe("records of documents are found", () => {
  test.each<[string, string[] | null, number]>([
    ['[{"a":1},{"a":[{}]}]', [], 2],
    ['{"Records":[{"a":"]}"},{"b":{"c":[1]}},{"cut":', ["Records"], 2],
    ['{"meta":{"pages":[1,2]},"data":{"hits":[ {"a":1} ]}}', ["data", "hits"], 1],
    ['{"a.b":[{"x":1}]}', null, 0],
    ['{"a":[[{"x":1}]]}', null, 0],
    ['{"a":1}', null, 0],
    ["", null, 0],
    ['"{[{"', null, 0],
  ])("%s", (text, path, count) => {
    const found = findRecords(text)
    expect(found?.path ?? null).toEqual(path)
    if (found) expect(recordsFrom(text, found.start, 10).length).toBe(count)
  })

  test("and their cells by the paths under which a mapping finds them", () => {
    const record = { a: { b: 1, c: null, "d.e": 2 }, f: [1], g: "", h: true, "": 1 }
    expect(flattened(record)).toEqual({ "a.b": "1", h: "true" })
    expect(columnsOf([{ b: "1" }, { a: "1", b: "2" }])).toEqual(["b", "a"])
    const deep = Array.from({ length: 100 }).reduce<object>((inner) => ({ x: inner }), {})
    expect(flattened(deep)).toEqual({})
    expect(Object.keys(flattened(JSON.parse('{"__proto__":{"x":1},"y":2}')))).toContain("y")
  })
})

test("of files of one kind a few are looked at, of each kind at least one", () => {
  const parts = Array.from({ length: 1000 }, (_, index) => `log/part-${index}.ndjson`)
  const chosen = chooseFiles([...parts, "accounts.csv"])
  expect(chosen.get("accounts.csv")).toEqual(["accounts.csv"])
  expect(chosen.get("log/part-0.ndjson")).toEqual(["log/part-0.ndjson"])
  expect(chosen.get("log/part-500.ndjson")?.length).toBe(4)
  const looks = new Set([...chosen.values()].flat())
  expect(looks.size).toBe(5)
  expect(
    new Set(
      [
        ...chooseFiles(
          Array.from(
            { length: 5000 },
            (_, index) =>
              `${"abcdefghij"
                .split("")
                .map((l, i) => ((index >> i) & 1 ? l.toUpperCase() : l))
                .join("")}.${index < 2500 ? "csv" : "json"}`,
          ),
        ).values(),
      ].flat(),
    ).size,
  ).toBeLessThan(400)
})
