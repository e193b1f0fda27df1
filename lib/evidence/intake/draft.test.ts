import { mkdtempSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { stringify } from "yaml"
import { folderWith } from "../../testing/evidence-folder.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { builtInMappings } from "../mapping/built-in-names.ts"
import { parseInstant } from "../schemas.ts"
import { type TableName, tableNames } from "../tables.ts"
import { buildIncidentFile, readDraft } from "./draft.ts"
import { nameProblem } from "./file-name.ts"
import { keepDecisions } from "./keep-decisions.ts"
import { missingOf } from "./missing.ts"
import { type Draft, type DraftSource, draftSchema, type GuidedDraft } from "./schemas.ts"

const root = temporaryFolder()
const MAPPING =
  "time: { path: t }\nfields: { device_id: { path: d } }\nrules: [{ when: {}, action: shown }]\n"
const source = (name: string, text?: string): DraftSource => ({
  name,
  mapping: text === undefined ? { kind: "built_in", name: "canonical" } : { kind: "own", text },
  viewerless: "unattributed",
})
const guided = (changes: Partial<GuidedDraft> = {}): GuidedDraft => ({
  kind: "guided",
  window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" },
  files: [
    { path: "log.ndjson", table: "access_log", source: "app" },
    { path: "e.csv", table: "entitlements", source: null },
    { path: "a.csv", table: "accounts", source: null },
    { path: "notes.txt", table: "none", source: null },
  ],
  sources: [source("app")],
  more: "",
  ...changes,
})
const folder = folderWith(root, {
  "log.ndjson": "",
  "cdn.csv": "x\n",
  "e.csv": "",
  "a.csv": "",
  "incident.yaml": "",
  "notes.txt": "",
})
const read = (draft: Draft, title = "T") => readDraft(folder, draft, title)

describe("an incident file from a guided draft", () => {
  test("names the files of each table, the sources with their mappings, and what was written besides", () => {
    const more =
      "# decided on Friday\ngaps:\n  - { from: 2024-02-16T15:00:00Z, to: 2024-02-16T15:20:00Z, reason: lost }\n"
    const files = [...guided().files, { path: "cdn.csv", table: "access_log" as const, source: "CDN edge" }]
    const { text, mappings, incident } = read(
      guided({ more, files, sources: [source("app"), source("CDN edge", MAPPING)] }),
    )
    expect(text).toContain(more)
    expect(mappings).toEqual({ "./mapping-cdn-edge.yaml": MAPPING })
    expect(incident.gaps[0]?.reason).toBe("lost")
    expect(incident.sources.map(({ name, files, mapping }) => [name, files[0]?.name, mapping.name])).toEqual([
      ["app", "log.ndjson", "canonical"],
      ["CDN edge", "cdn.csv", "./mapping-cdn-edge.yaml"],
    ])
    expect(Object.keys(incident.tables).sort()).toEqual(["accounts", "entitlements"])
  })

  test("gives each own mapping a name of its own", () => {
    const names = ["Ä", "a", "A", "日本", "mapping"]
    const files = names.map((name) => ({ path: "log.ndjson", table: "access_log" as const, source: name }))
    const sources = names.map((name, index) => source(name, `# ${index}\n${MAPPING}`))
    const { mappings } = buildIncidentFile(guided({ files, sources }), "T")
    expect(Object.keys(mappings)).toEqual([
      "./mapping-source.yaml",
      "./mapping-a.yaml",
      "./mapping-a-2.yaml",
      "./mapping-source-2.yaml",
      "./mapping-mapping.yaml",
    ])
  })

  test.each([
    ["in one line", "{ clock_tolerance: 2s, relations: [stranger] }"],
    ["indented", "  clock_tolerance: 2s\n  relations:\n    - stranger\n"],
    ["behind the mark of a document", "---\nclock_tolerance: 2s\nrelations: [stranger]\n"],
    ["with an anchor", "relations: &r [stranger]\nclock_tolerance: 2s"],
    ["without a line end", "clock_tolerance: 2s\nrelations: [stranger]"],
    ["with what is absent", "clock_tolerance: 2s\nrelations: [stranger]\nbaseline: null\ngaps: ~\n"],
  ])("takes further keys %s", (_, more) => {
    const { incident } = read(guided({ more }))
    expect([incident.clock_tolerance, incident.relations, incident.baseline]).toEqual([
      2_000_000n,
      ["stranger"],
      undefined,
    ])
  })

  test("keeps identifiers among further keys as they were written, however they are set", () => {
    const one =
      "{ from: 2024-02-16T13:00:00Z, to: 2024-02-16T14:00:00Z, devices: [007, 1e5, 0x1F, null_, 'null'], viewers: none, grade: video, reason: ~ }"
    for (const more of [
      `presumptions:\n- ${one}`,
      `{ presumptions: [${one}] }`,
      `---\npresumptions: [${one}]`,
    ]) {
      const [presumption] = read(guided({ more })).incident.presumptions
      expect(presumption).toMatchObject({ devices: ["007", "1e5", "0x1F", "null_", "null"] })
      expect(presumption?.reason).toBe(undefined)
    }
  })

  test("needs no log where something must be presumed", () => {
    const files = guided().files.filter(({ table }) => table !== "access_log")
    const more =
      "presumptions: [{ from: 2024-02-16T13:00:00Z, to: 2024-02-16T14:00:00Z, devices: all, viewers: none, grade: video }]"
    expect(read(guided({ files, more, sources: [] })).incident.sources).toEqual([])
    expect(missingOf(guided({ files, sources: [] })).map(({ message }) => message)).toEqual([
      "no file is the access log: who received whose footage",
    ])
  })
})

describe("what is wrong with a draft is told in its own place", () => {
  const own = (text: string) => guided({ sources: [source("app", text)] })
  test.each<[string, Draft, string]>([
    [
      "no window",
      guided({ window: { from: "", to: "" } }),
      "the window is missing: from when to when must be looked at",
    ],
    [
      "a window that is none",
      guided({ window: { from: "Friday", to: "" + "2024-02-16T13:00:00Z" } }),
      'window: "Friday" is not a time such as 2024-02-16T13:00:00Z',
    ],
    [
      "a window that ends first",
      guided({ window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T12:00:00Z" } }),
      "window: does not begin before it ends",
    ],
    [
      "no table",
      guided({ files: guided().files.slice(0, 1) }),
      "no file is the entitlements: whose each camera was, and since when",
    ],
    ["a log of no source", guided({ sources: [] }), "log.ndjson: belongs to no source of the access log"],
    [
      "two sources of one name",
      guided({ sources: [source("app"), source("app")] }),
      'two sources are named "app"',
    ],
    [
      "a further key that is none",
      guided({ more: "\ntitle: again" }),
      "further keys, line 2: title: is not a known key",
    ],
    [
      "a further key in error",
      guided({ more: "gaps: []\ndismissed_gaps:\n  - { from: x }" }),
      'further keys, line 3: dismissed_gaps[0].from: "x" is not a timestamp',
    ],
    ["further keys that are no YAML", guided({ more: "gaps: [" }), "further keys, line 1: is not YAML: "],
    [
      "a mapping in error",
      own("time: { path: t }\nrules: []\nfield: {}\n"),
      "mapping of app, line 3: field: is not a known key",
    ],
    ["a mapping that is no YAML", own("time: ["), "mapping of app, line 1: is not YAML: "],
    ["a mapping that is nothing", own(""), "mapping of app: must be keys with values"],
    [
      "a file that is gone",
      guided({ files: [...guided().files, { path: "gone.csv", table: "media", source: null }] }),
      "incident file: media.files: there is no file gone.csv",
    ],
    ["an empty incident file", { kind: "file", text: " \n" }, "the incident file is empty"],
    [
      "an incident file in error",
      { kind: "file", text: "title: T\nwindows: {}\n" },
      "incident file: window: is missing",
    ],
    [
      "an incident file that leads out",
      { kind: "file", text: buildIncidentFile(guided(), "T").text.replace("e.csv", "/etc/passwd") },
      "incident file: entitlements.files: /etc/passwd leads out of the evidence's folder",
    ],
  ])("%s", (_, draft, message) => {
    expect(() => read(draft)).toThrow(
      expect.objectContaining({ code: "invalid", message: expect.stringMatching(/^[^\n]*$/) }),
    )
    expect(() => read(draft)).toThrow(message)
  })

  test.each(["/etc/passwd", "../x", "a/../../x", "", "a\0b", "\ud800"])(
    "a path that leads out, %j, is no draft's at all",
    (path) => {
      const draft = guided({ files: [{ path, table: "accounts", source: null }] })
      expect(draftSchema.safeParse(draft).success).toBe(false)
    },
  )
})

test("an incident file that a person wrote stays as it is", () => {
  const text = `# mine\n${buildIncidentFile(guided(), "Mine").text}`
  const built = read({ kind: "file", text }, "Another title")
  expect([built.text, built.mappings, built.incident.title]).toEqual([text, {}, "Mine"])
})

const names = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .filter((name) => nameProblem(name) === null)
const instants = fc
  .tuple(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 1, max: 1e6 }))
  .map(([from, length]) => [from, from + length].map((seconds) => new Date(seconds * 1000).toISOString()))
const moreKeys = fc
  .record(
    {
      clock_tolerance: fc.constantFrom("0s", "250ms", "3m"),
      relations: fc.subarray(["stranger", "anonymous", "former_member", "later_owner", "staff"]),
      presumptions: fc.array(
        fc.record({
          from: fc.constant("2024-02-16T13:00:00Z"),
          to: fc.constant("2024-02-16T14:00:00Z"),
          devices: fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1, maxLength: 3 }),
          viewers: fc.constantFrom("none", "sessions"),
          grade: fc.constantFrom("shown", "tapped", "video"),
          reason: fc.string({ unit: "grapheme", minLength: 1 }),
        }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: [] },
  )
  .chain((keys) =>
    fc
      .constantFrom(
        stringify(keys),
        stringify(keys, { collectionStyle: "flow" }),
        JSON.stringify(keys),
        `---\n${stringify(keys)}`,
      )
      .map((text) => ({ keys, text: Object.keys(keys).length === 0 ? "# nothing\n" : text })),
  )

/** Drafts of canonical choices with the files that they name. */
const drafts = fc
  .record({
    title: fc.string({ unit: "grapheme", minLength: 1 }),
    window: instants,
    more: moreKeys,
    paths: fc.uniqueArray(names, { minLength: 3, maxLength: 12, selector: (name) => name.normalize("NFC") }),
    tables: fc.array(
      fc.constantFrom<TableName | "none" | "access_log">(...tableNames, "access_log", "none"),
      { minLength: 12, maxLength: 12 },
    ),
    sourceOf: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    sources: fc.uniqueArray(
      fc.record({
        name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).map((name) => name.trim() || "x"),
        mapping: fc.oneof(
          fc.constantFrom(...builtInMappings).map((name) => ({ kind: "built_in" as const, name })),
          fc.string({ unit: "grapheme" }).map((text) => ({
            kind: "own" as const,
            text: `source: ${JSON.stringify(`s${text}`)}\n${MAPPING}`,
          })),
        ),
        viewerless: fc.constantFrom("unattributed" as const, "exposure" as const),
      }),
      { minLength: 1, maxLength: 3, selector: ({ name }) => name },
    ),
  })
  .map(({ title, window: [from = "", to = ""], more, paths, tables, sourceOf, sources }) => {
    const must = ["access_log", "entitlements", "accounts"] as const
    const files = paths.map((path, index) => {
      const table = must[index] ?? tables[index] ?? "none"
      const owner = sources[(sourceOf[index] ?? 0) % sources.length]?.name ?? ""
      return { path, table, source: table === "access_log" ? owner : null }
    })
    return {
      title,
      more: more.keys,
      draft: { kind: "guided", window: { from, to }, files, sources, more: more.text } satisfies GuidedDraft,
    }
  })

test("any guided draft reads back as what was chosen", () => {
  fc.assert(
    fc.property(drafts, ({ title, more, draft }) => {
      expect(draftSchema.parse(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
      const place = mkdtempSync(join(root, "any-"))
      for (const { path } of draft.files) writeFileSync(join(place, path), "")
      const { incident } = readDraft(place, draft, title)
      const { from, to } = draft.window
      expect([incident.title, incident.window]).toEqual([
        title,
        { from: parseInstant(from), to: parseInstant(to) },
      ])
      const pathsOf = (table: string, source: string | null) =>
        draft.files
          .filter((file) => file.table === table && file.source === source)
          .map(({ path }) => path)
          .sort()
      for (const table of tableNames)
        expect((incident.tables[table] ?? []).map(({ name }) => name).sort()).toEqual(pathsOf(table, null))
      const used = draft.sources.filter(({ name }) => pathsOf("access_log", name).length > 0)
      expect(
        incident.sources.map(({ name, files, viewerless, mapping }) => ({
          name,
          viewerless,
          files: files.map((file) => file.name).sort(),
          mapping: mapping.isBuiltIn
            ? { kind: "built_in", name: mapping.name }
            : { kind: "own", text: mapping.text },
        })),
      ).toEqual(used.map((one) => ({ ...one, files: pathsOf("access_log", one.name) })))
      if (more.relations) expect(incident.relations).toEqual(more.relations)
      expect(incident.presumptions.map(({ devices, reason }) => ({ devices, reason }))).toEqual(
        (more.presumptions ?? []).map(({ devices, reason }) => ({ devices, reason })),
      )
    }),
    { numRuns: 150 },
  )
})

describe("decisions are kept when files come and go", () => {
  const file = (path: string, table: GuidedDraft["files"][number]["table"], name: string | null = null) => ({
    path,
    table,
    source: name,
  })
  const before = guided({
    window: { from: "a", to: "b" },
    files: [file("1.ndjson", "access_log", "mine"), file("x.csv", "reports"), file("old.csv", "media")],
    sources: [source("mine", MAPPING)],
  })

  test("files that are as they were stay what the person said, others are as guessed", () => {
    const guess = guided({
      files: [
        file("1.ndjson", "access_log", "log"),
        file("2.ndjson", "access_log", "log"),
        file("x.csv", "accounts"),
        file("y.csv", "devices"),
      ],
      sources: [source("log")],
    })
    const kept = keepDecisions(before, guess, new Set())
    expect(kept.files).toEqual([
      file("1.ndjson", "access_log", "mine"),
      file("2.ndjson", "access_log", "mine"),
      file("x.csv", "reports"),
      file("y.csv", "devices"),
    ])
    expect([kept.sources, kept.window]).toEqual([before.sources, before.window])
    expect(keepDecisions(before, guess, new Set(["x.csv"])).files[2]).toEqual(file("x.csv", "accounts"))
  })

  test("a source of another shape becomes one more, under a name that is free", () => {
    const guess = guided({
      files: [
        file("1.ndjson", "access_log", "log"),
        file("c.csv", "access_log", "mine"),
        file("d.csv", "access_log", "mine"),
      ],
      sources: [source("log"), source("mine")],
    })
    const kept = keepDecisions(before, guess, new Set())
    expect(kept.files.map((one) => one.source)).toEqual(["mine", "mine-2", "mine-2"])
    expect(kept.sources.map(({ name }) => name)).toEqual(["mine", "mine-2"])
  })

  test("a source goes with its last file; one that never had any stays, and an empty window is filled", () => {
    const started = { ...before, window: { from: "", to: "" }, sources: [...before.sources, source("new")] }
    const kept = keepDecisions(started, guided({ files: [], sources: [] }), new Set())
    expect([kept.files, kept.sources.map(({ name }) => name), kept.window]).toEqual([
      [],
      ["new"],
      guided().window,
    ])
  })
})
