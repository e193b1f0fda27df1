import { readdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { folderWith, ndjson } from "../../testing/evidence-folder.ts"
import { intakeEngine } from "../../testing/intake-engine.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { buildIncidentFile } from "./draft.ts"
import { previewDraft } from "./preview-draft.ts"
import type { GuidedDraft, MappingChoice } from "./schemas.ts"

const root = temporaryFolder()
const { preview, engine, workFolder, parquet } = intakeEngine(root)

const access = { at: "2024-02-16T14:00:00Z", account_id: "kim", device_id: "d1", action: "viewed" }
const canonical: MappingChoice = { kind: "built_in", name: "canonical" }
const draftOf = (sources: Record<string, { paths: string[]; mapping?: MappingChoice }>): GuidedDraft => ({
  kind: "guided",
  window: { from: "", to: "" },
  files: Object.entries(sources).flatMap(([source, { paths }]) =>
    paths.map((path) => ({ path, table: "access_log", source })),
  ),
  sources: Object.entries(sources).map(([name, { mapping = canonical }]) => ({
    name,
    mapping,
    viewerless: "unattributed",
  })),
  more: "",
})
const own = (text: string): MappingChoice => ({ kind: "own", text })

describe("the preview of a draft", () => {
  test("counts what the first rows lack out of those that are taken, and tells why rows are rejected", async () => {
    const records = [
      access,
      { ...access, account_id: "" },
      { ...access, account_id: null, session_id: "s" },
      { ...access, at: "soon" },
      { ...access, at: "soon" },
      { ...access, action: "opened" },
    ]
    const folder = folderWith(root, { "log.ndjson": `${ndjson(records)}not JSON\n` })
    const [seen] = await preview(folder, draftOf({ app: { paths: ["log.ndjson"] } }))
    expect(seen).toMatchObject({
      problem: null,
      file: "log.ndjson",
      files: ["log.ndjson"],
      records: 7,
      taken: 3,
      malformed: 4,
      without: { viewer: 1, device: 0, media: 3 },
      firstAt: "2024-02-16 14:00:00",
    })
    expect(seen?.reasons).toEqual([
      { reason: "at: soon cannot be read", records: 2 },
      { reason: "action: opened is none of shown, tapped, viewed", records: 1 },
      { reason: "not JSON", records: 1 },
    ])
    expect(seen?.rejects.at(-1)).toEqual({ line: "7", reason: "not JSON", raw: "not JSON" })
  })

  test("looks at any file of a source that is asked for, also by the name of a link", async () => {
    const folder = folderWith(root, { "1.ndjson": ndjson([access]), "2.ndjson": ndjson([access, access]) })
    symlinkSync("2.ndjson", join(folder, "last.ndjson"))
    const draft = draftOf({ app: { paths: ["1.ndjson", "last.ndjson"] } })
    const recordsOf = async (file?: string) =>
      (await preview(folder, draft, file ? { files: { app: file } } : {}))[0]
    expect((await recordsOf())?.records).toBe(1)
    expect((await recordsOf("2.ndjson"))?.records).toBe(2)
    expect((await recordsOf("last.ndjson"))?.records).toBe(2)
    expect((await recordsOf("../other"))?.problem).toBe("../other: is no file of app")
  })

  test("of an incident file is that of its sources, held to the folder", async () => {
    const folder = folderWith(root, { "log.ndjson": ndjson([access]), "e.csv": "", "a.csv": "" })
    const whole = {
      ...draftOf({ app: { paths: ["log.ndjson"] } }),
      window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T14:00:00Z" },
    }
    whole.files.push(
      { path: "e.csv", table: "entitlements", source: null },
      { path: "a.csv", table: "accounts", source: null },
    )
    const { text } = buildIncidentFile(whole, "T")
    expect(await preview(folder, { kind: "file", text })).toEqual(await preview(folder, whole))
    await expect(
      preview(folder, { kind: "file", text: text.replace("log.ndjson", "/etc/passwd") }),
    ).rejects.toThrow("incident file: access_log.files: /etc/passwd leads out of the evidence's folder")
    await expect(preview(folder, { kind: "file", text: "title: T\n" })).rejects.toMatchObject({
      code: "invalid",
    })
  })

  test("leaves nothing in the work folder, and may be asked for again and at the same time", async () => {
    const folder = folderWith(root, { "log.ndjson": ndjson([access]) })
    const draft = draftOf({ app: { paths: ["log.ndjson"] }, same: { paths: ["log.ndjson"] } })
    const several = await Promise.all([
      preview(folder, draft),
      preview(folder, draft),
      preview(folder, draft),
    ])
    expect(several.flat().map(({ taken }) => taken)).toEqual([1, 1, 1, 1, 1, 1])
    expect(readdirSync(workFolder)).toEqual([])
    expect(await engine().rows("SELECT table_name FROM duckdb_tables()")).toEqual([])
  })
})

describe("a source that cannot be read says why, and hides no other", () => {
  const picture = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919 + 13 * i * i) & 255))
  const good = { good: { paths: ["log.ndjson"] } }
  const files = { "log.ndjson": ndjson([access]) }

  test.each<
    [string, Record<string, string | Uint8Array>, { paths: string[]; mapping?: MappingChoice }, RegExp]
  >([
    [
      "a truncated archive",
      { "x.ndjson.gz": gzipSync(picture).subarray(0, -20) },
      { paths: ["x.ndjson.gz"] },
      /^x\.ndjson\.gz: the gzip archive is truncated$/,
    ],
    [
      "no archive",
      { "x.ndjson.gz": picture },
      { paths: ["x.ndjson.gz"] },
      /^x\.ndjson\.gz: the gzip archive is damaged/,
    ],
    [
      "no Parquet",
      { "x.parquet": picture },
      { paths: ["x.parquet"] },
      /^x\.parquet: is not what its name says: not a Parquet file$/,
    ],
    [
      "a broken Parquet file",
      { "x.parquet": Buffer.concat([Buffer.from("PAR1"), picture, Buffer.from("PAR1")]) },
      { paths: ["x.parquet"] },
      /^x\.parquet: the Parquet file is damaged/,
    ],
    [
      "no JSON document",
      { "x.json": picture },
      { paths: ["x.json"] },
      /^x\.json: is not what its name says: /,
    ],
    ["a name without a format", { "x.log": "a" }, { paths: ["x.log"] }, /^x\.log: its name says no format/],
    [
      "a mapping that is no YAML",
      {},
      { paths: ["log.ndjson"], mapping: own("time: [") },
      /^mapping of bad, line 1: is not YAML/,
    ],
    [
      "a mapping with a wrong pattern",
      {},
      {
        paths: ["log.ndjson"],
        mapping: own("time: { path: t }\nrules: [{ when: { a: { matches: '(' } }, action: shown }]\n"),
      },
      /^mapping of bad: rules\[0\]\.when\.a: /,
    ],
    [
      "a mapping whose test fails",
      {},
      {
        paths: ["log.ndjson"],
        mapping: own(
          "time: { path: t }\nrules: [{ otherwise: ignore }]\ntests: [{ record: {}, event: reject }]\n",
        ),
      },
      /^mapping of bad: tests\[0\]: the record meets ignore/,
    ],
    ["a file that is gone", {}, { paths: ["gone.ndjson"] }, /^bad: there is no file gone\.ndjson$/],
    ["no file at all", {}, { paths: [] }, /^bad: has no file$/],
    [
      "a header that names a column twice",
      { "x.csv": "at,at\n1,2\n" },
      { paths: ["x.csv"] },
      /^x\.csv: its header names at twice$/,
    ],
  ])("%s", async (_, more, bad, problem) => {
    const folder = folderWith(root, { ...files, ...more })
    const [first, second] = await preview(folder, draftOf({ bad, ...good }))
    expect(first).toMatchObject({ source: "bad", records: 0, events: [] })
    expect(first?.problem).toMatch(problem)
    expect([second?.problem, second?.taken]).toEqual([null, 1])
  })

  test.each([
    ["picture.ndjson", picture],
    ["picture.csv", picture],
    ["zeros.ndjson", Buffer.alloc(100_000)],
    ["line.ndjson", "x".repeat(9 * 1024 * 1024)],
    ["text.ndjson", "Dear all,\n\nthe log is attached.\n"],
  ])("%s, which is no log, is rejected row by row", async (name, content) => {
    const folder = folderWith(root, { [name]: content })
    const [seen] = await preview(folder, draftOf({ app: { paths: [name] } }))
    expect([seen?.problem, seen?.taken, (seen?.malformed ?? 0) > 0, seen?.malformed]).toEqual([
      null,
      0,
      true,
      seen?.records,
    ])
    expect(JSON.stringify(seen).length).toBeLessThan(200_000)
  })

  test("columns with hostile names and cells stay what they are", async () => {
    const folder = folderWith(root, {})
    const select = `SELECT '2024-02-16T14:00:00Z' AS at, 'viewed' AS action, 'd1''; DROP TABLE x' AS device_id, '<script>' AS "account_id", 1 AS "a""b'; --"`
    await parquet(join(folder, "x.parquet"), select)
    const [seen] = await preview(folder, draftOf({ "it's; --": { paths: ["x.parquet"] } }))
    expect([seen?.problem, seen?.events[0]]).toMatchObject([
      null,
      { device_id: "d1'; DROP TABLE x", account_id: "<script>" },
    ])
  })

  test("an engine that is gone is told as such", async () => {
    const folder = folderWith(root, files)
    writeFileSync(join(folder, "x.ndjson"), "")
    const gone = {
      rows: () => Promise.reject(new Error("the engine is gone: ended by SIGKILL")),
      run: () => Promise.reject(new Error("the engine is gone")),
      onFraction: () => {},
      close: async () => {},
    }
    await expect(previewDraft(gone, folder, draftOf(good), "T", workFolder)).rejects.toThrow(/engine/)
  })
})
