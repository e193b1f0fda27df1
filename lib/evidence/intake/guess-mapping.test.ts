import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { access, at, csv, folderWith, ndjson, rows } from "../../testing/evidence-folder.ts"
import { intakeEngine } from "../../testing/intake-engine.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Guess } from "./guess.ts"

const root = temporaryFolder()
const { guess, preview, parquet } = intakeEngine(root)

const mappingOf = ({ guided }: Guess) => {
  const mapping = guided.sources[0]?.mapping
  return mapping?.kind === "own" ? mapping.text : mapping?.name
}

/** What the first source's guessed mapping makes of a log. */
async function readAs(name: string, content: string | Uint8Array) {
  const folder = folderWith(root, { [name]: content })
  const guessed = await guess(folder)
  const [seen] = await preview(folder, guessed.guided)
  return { guessed, seen, mapping: mappingOf(guessed), first: seen?.events[0] }
}

describe("a log of a known form is read by the shipped mapping", () => {
  test.each([
    ["NDJSON", "app.ndjson", ndjson(rows(20, access))],
    ["packed NDJSON", "app.jsonl.gz", gzipSync(ndjson(rows(20, access)))],
    ["CSV", "app.csv", csv(rows(20, access))],
    ["a JSON list", "app.json", JSON.stringify(rows(20, access), null, 2)],
  ])("canonical, in %s", async (_, name, content) => {
    const { guessed, mapping, seen } = await readAs(name, content)
    expect([mapping, seen?.taken, seen?.problem]).toEqual(["canonical", 20, null])
    expect(guessed.sources).toEqual([
      { name: "app", reason: "the mapping canonical makes events of 20 of the first 20 records" },
    ])
  })

  test("canonical in Parquet, with the window of the whole file from its statistics", async () => {
    const folder = folderWith(root, {})
    await parquet(
      join(folder, "log.parquet"),
      `SELECT timestamp '2024-02-16 13:00:30' + i * interval 1 second AS at, 'a' AS account_id, 'd' AS device_id, 'viewed' AS action FROM range(7200) t(i)`,
    )
    const guessed = await guess(folder)
    expect([mappingOf(guessed), guessed.guided.window]).toEqual([
      "canonical",
      { from: "2024-02-16T13:00:00Z", to: "2024-02-16T15:01:00Z" },
    ])
  })

  const trail = (index: number) => ({
    eventID: `e${index}`,
    eventSource: "s3.amazonaws.com",
    eventName: index % 4 === 0 ? "PutObject" : "GetObject",
    eventTime: "2024-02-16T14:00:00Z",
    userIdentity: { userName: "kim" },
    requestParameters: { key: `events/m${index}/v.mp4` },
  })
  test("cloudtrail, as it is delivered", async () => {
    const { mapping, seen, first } = await readAs(
      "trail.json.gz",
      gzipSync(JSON.stringify({ Records: rows(20, trail) })),
    )
    expect([mapping, seen?.taken, seen?.ignored]).toEqual(["cloudtrail", 15, 5])
    expect(first).toMatchObject({ account_id: "kim", media_id: "m1", action: "viewed" })
  })

  test("cloudtrail as a record a line in a file of any name, by the same mapping with its format declared", async () => {
    const { mapping, seen } = await readAs("trail.log", ndjson(rows(20, trail)))
    expect(mapping).toMatch(/^# AWS CloudTrail[\s\S]*\nformat: \{ type: ndjson \}\n/)
    expect([seen?.taken, seen?.isUntested]).toEqual([15, false])
  })

  test("ocsf", async () => {
    const record = (index: number) => ({
      class_uid: 6006,
      activity_id: 14,
      time: 1708092000000 + index,
      metadata: { uid: `o${index}` },
      actor: { user: { uid: "kim" } },
      file: { uid: "m7" },
    })
    const { mapping, seen, first } = await readAs("ocsf.ndjson", ndjson(rows(20, record)))
    expect([mapping, seen?.taken, first?.action]).toEqual(["ocsf", 20, "tapped"])
  })

  test("one of the person's own that lies among the files", async () => {
    const own =
      "time: { path: t }\nfields: { device_id: { path: c }, account_id: { path: w } }\nrules: [{ when: {}, action: shown }]\n"
    const folder = folderWith(root, {
      "x.ndjson": ndjson(rows(5, (i) => ({ t: at(i), c: "c1", w: "kim" }))),
      "own.yaml": own,
    })
    const guessed = await guess(folder)
    expect([mappingOf(guessed), guessed.files.map(({ source }) => source)]).toEqual([own, [null, "log"]])
    expect(guessed.files[1]?.reason).toBe("the mapping in own.yaml is for such records")
  })
})

describe("a log of an unknown form gets a mapping drafted from its names and values", () => {
  test("odd CSV: synonyms, a bare time, results in words, and what it does not know is left to the person", async () => {
    const record = (index: number) => ({
      id: index,
      Timestamp: at(index).slice(0, 19).replace("T", " "),
      userId: `u${index % 4}`,
      cameraId: `c${index % 3}`,
      clip: `m${index % 7}`,
      verb: ["thumbnail_view", "clip_play", "open", "upload", "weird"][index % 5],
      result: index % 9 === 0 ? "DENIED" : "OK",
    })
    const { mapping, seen } = await readAs("history.csv", csv(rows(45, record)))
    expect(mapping).toContain("until then they are rejected".replace("until", "Until"))
    expect(mapping).toMatch(/For you to decide: .*"weird"/)
    expect([seen?.taken, seen?.ignored, seen?.malformed]).toEqual([27, 9, 9])
    expect(
      seen?.events
        .slice(0, 3)
        .map(({ event_id, account_id, device_id, media_id, action, outcome }) => [
          event_id,
          account_id,
          device_id,
          media_id,
          action,
          outcome,
        ]),
    ).toEqual([
      ["0", "u0", "c0", "m0", "shown", "denied"],
      ["1", "u1", "c1", "m1", "viewed", "allowed"],
      ["2", "u2", "c2", "m2", "tapped", "allowed"],
    ])
  })

  test("odd nested NDJSON: paths, epoch milliseconds, routes and statuses", async () => {
    const record = (index: number) => ({
      ts: 1708092000123 + index,
      req: {
        id: `r${index}`,
        route: index % 2 ? "GET /v1/clips/{clip}" : "GET /v1/thumbnails/{clip}",
        params: { clip: `m${index}` },
      },
      user: { id: "kim", session: "s-9" },
      status: [200, 403, 304, 500][index % 4],
      tags: ["a"],
    })
    const { seen, first } = await readAs("gateway.log", ndjson(rows(40, record)))
    expect([seen?.taken, seen?.malformed]).toEqual([30, 10])
    expect(first).toMatchObject({
      at: "2024-02-16 14:00:00.123",
      account_id: "kim",
      session_id: "s-9",
      media_id: "m0",
      request_id: "r0",
      action: "shown",
      outcome: "allowed",
    })
    expect(seen?.events[1]).toMatchObject({ action: "viewed", outcome: "denied" })
  })

  test("a document whose records lie deep, and with actions in the contract's words", async () => {
    const record = (index: number) => ({
      when: `2024-02-16T14:00:0${index % 10}`,
      viewer: { id: "kim" },
      camera: { id: "c1" },
      event: { id: "m1" },
      action: "shown",
    })
    const { mapping, seen, first } = await readAs(
      "export.json",
      JSON.stringify({ meta: { pages: [1] }, data: { hits: rows(10, record) } }),
    )
    expect(mapping).toContain("format: { type: json, records: data.hits }")
    expect(mapping).toContain("# To check: the log names no zone: UTC is assumed")
    expect([seen?.taken, first]).toMatchObject([10, { account_id: "kim", device_id: "c1", action: "shown" }])
  })

  test("a web server's combined log: addresses tell camera, item and act; a dash is nobody", async () => {
    const line = (index: number) =>
      `192.0.2.7 - ${index % 3 ? "kim" : "-"} [16/Feb/2024:15:00:${index + 10} +0100] "GET /d/d${index % 4}/events/m${index}/${index % 2 ? "video.mp4" : "thumbnail.jpg"}?w=64 HTTP/1.1" ${index % 7 ? 200 : 403} 5123 "-" "App/1.0"`
    const others = [
      '192.0.2.7 - lee [16/Feb/2024:14:01:00 +0000] "GET /style.css HTTP/1.1" 200 10 "-" "App"',
      "not a line",
    ]
    const { seen, first, guessed } = await readAs("access.log", [...rows(42, line), ...others].join("\n"))
    expect(guessed.files[0]?.reason).toBe("its content is lines of a web server's access log")
    expect([seen?.taken, seen?.ignored, seen?.malformed, seen?.without]).toEqual([
      42,
      1,
      1,
      { viewer: 14, device: 0, media: 0 },
    ])
    expect(first).toMatchObject({
      at: "2024-02-16 14:00:10",
      account_id: null,
      device_id: "d0",
      media_id: "m0",
      action: "shown",
      outcome: "denied",
    })
    expect(seen?.events[1]).toMatchObject({
      account_id: "kim",
      device_id: "d1",
      media_id: "m1",
      action: "viewed",
      user_agent: "App/1.0",
    })
  })

  test("the common log without agents, the extended log of a content network, and cells parted by semicolons", async () => {
    const common = (index: number) =>
      `::1 - kim [16/Feb/2024:14:00:${index + 10} +0000] "GET /clips/m${index}.mp4 HTTP/2.0" 200 5`
    expect((await readAs("access_log-20240216", rows(10, common).join("\n"))).seen).toMatchObject({
      taken: 10,
      malformed: 0,
    })
    const extended = [
      "#Version: 1.0",
      "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent) cs-uri-query",
      ...rows(10, (index) =>
        [
          "2024-02-16",
          `14:00:${index + 10}`,
          "192.0.2.1",
          "GET",
          `/footage/c1/clips/m${index}.jpg`,
          200,
          "App",
          `w=1&session=s${index}`,
        ].join("\t"),
      ),
    ].join("\n")
    const edge = await readAs("E2X.2024-02-16-14.gz", gzipSync(extended))
    expect(edge.seen).toMatchObject({ source: "log", taken: 10, ignored: 2, malformed: 0 })
    expect(edge.first).toMatchObject({
      at: "2024-02-16 14:00:10",
      session_id: "s0",
      media_id: "m0",
      user_agent: "App",
      action: "tapped",
    })
    const parted = [
      "time;user;cam;clip",
      ...rows(10, (index) => `16.02.2024 14:00:${index + 10};u1;c1;m${index}`),
    ].join("\n")
    const semicolons = await readAs("log.csv", parted)
    expect(semicolons.mapping).toContain("No column says what was done")
    expect([semicolons.seen?.taken, semicolons.seen?.ignored, semicolons.first]).toMatchObject([
      10,
      1,
      { at: "2024-02-16 14:00:10", action: "viewed" },
    ])
  })

  test("odd Parquet: instants and fields of structs by their types", async () => {
    const folder = folderWith(root, {})
    await parquet(
      join(folder, "views.parquet"),
      `SELECT timestamptz '2024-02-16 14:00:30+00' + i * interval 1 minute AS "eventTs", 'u' || (i % 5) AS viewer,
        {id: 'c' || (i % 3), model: 'x'} AS camera, 'm' || i AS clip, 'CLIP_PLAY' AS "eventName" FROM range(60) t(i)`,
    )
    const guessed = await guess(folder)
    const [seen] = await preview(folder, guessed.guided)
    expect([seen?.taken, seen?.events[0]]).toMatchObject([
      60,
      { at: "2024-02-16 14:00:30", account_id: "u0", device_id: "c0", media_id: "m0", action: "viewed" },
    ])
    expect(guessed.guided.window).toEqual({ from: "2024-02-16T14:00:00Z", to: "2024-02-16T15:00:00Z" })
  })
})
