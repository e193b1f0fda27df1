import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { classifyInProcess } from "../testing/classify-in-process.ts"
import { arbitraryIncident } from "../testing/reference/arbitrary.ts"
import { mergeIncidents } from "../testing/reference/merge.ts"
import { type ReferenceIncident, type Row, TABLES, type TableName } from "../testing/reference/model.ts"
import { FORMATS, normaliseFor, type RenderOptions, renderIncident } from "../testing/reference/render.ts"
import { at, numbered, street } from "../testing/reference/street.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import type { Summary } from "./summary.ts"

const folder = temporaryFolder()
let run = 0

async function classified(incident: ReferenceIncident, options: RenderOptions): Promise<Summary> {
  const place = join(folder, String(run++))
  const file = await renderIncident(incident, place, options)
  const summary = await classifyInProcess(file, join(place, "result"), incident.confirmGaps ?? false)
  rmSync(place, { recursive: true })
  return summary
}

/** All that the summary says but of what the evidence's files were. */
function numbers({ inputs, rules: _, ...rest }: Summary) {
  const rows: Record<string, number> = {}
  for (const { table, source, rows: count } of inputs)
    rows[`${table} ${source}`] = (rows[`${table} ${source}`] ?? 0) + count
  return { ...rest, rows_by_input: rows }
}

/** Dirty incidents as every format can carry them: all cells text, no line that cannot be read at all. */
const dirty = [11, 12, 13].map((seed) => {
  const [first, ...others] = fc.sample(arbitraryIncident(), { seed, numRuns: 8 })
  if (!first) throw new Error("a sample has eight incidents")
  return normaliseFor("csv", normaliseFor("parquet", textOnly(mergeIncidents([first, ...others]))))
})

/** In Parquet a column of integers alone has a type; text among them makes it text, as the other formats have it. */
function textOnly(incident: ReferenceIncident): ReferenceIncident {
  return normaliseFor("csv", incident)
}

describe.each(dirty.map((incident, index) => ({ name: `dirty incident ${index + 1}`, incident })))(
  "$name",
  ({ incident }) => {
    const whole = classified(incident, { format: "ndjson" })

    test("has exposures, people, rejects and questions", async () => {
      const { exposures, rows, questions, accounts } = await whole
      expect(Math.min(exposures.total, rows.malformed, questions.length, accounts.either)).toBeGreaterThan(0)
    })

    test.each<RenderOptions>([
      { format: "ndjson", shuffleSeed: 1 },
      { format: "ndjson", split: 4 },
      { format: "ndjson", gzip: true },
      ...FORMATS.filter((format) => format !== "ndjson").map((format) => ({ format })),
      { format: "csv", gzip: true, split: 3, shuffleSeed: 2 },
      { format: "json", gzip: true, split: 2, shuffleSeed: 3 },
      { format: "parquet", split: 3, shuffleSeed: 4 },
    ])(
      "gives the same digest and numbers by $format, split $split, gzip $gzip, shuffled $shuffleSeed",
      async (options) => {
        expect(numbers(await classified(incident, options))).toEqual(numbers(await whole))
      },
    )

    test("gives the same digest and numbers where every table is a mixture of all formats", async () => {
      const place = join(folder, String(run++))
      const file = await renderMixed(incident, place)
      const summary = await classifyInProcess(file, join(place, "result"), incident.confirmGaps ?? false)
      expect(numbers(summary)).toEqual(numbers(await whole))
    })
  },
)

/** An incident of which every table lies in several files, each of another format. */
async function renderMixed(incident: ReferenceIncident, place: string): Promise<string> {
  const parts = await Promise.all(
    FORMATS.map(async (format, index) => {
      const file = await renderIncident(everyFourth(incident, index), join(place, format), { format })
      return { format, document: parse(readFileSync(file, "utf8")) }
    }),
  )
  const filesAt = (find: (document: Evidence) => { files: string[] } | undefined) =>
    parts.flatMap(({ format, document }) => find(document)?.files.map((name) => join(format, name)) ?? [])
  const mixed = parts[0]?.document
  for (const [index, source] of (mixed.access_log ?? []).entries())
    source.files = filesAt((document) => document.access_log?.[index])
  for (const name of TABLES) if (mixed[name]) mixed[name] = { files: filesAt((document) => document[name]) }
  const path = join(place, "incident.yaml")
  writeFileSync(path, stringify(mixed))
  return path
}

type Evidence = { access_log?: { files: string[] }[] } & { [table in TableName]?: { files: string[] } }

function everyFourth(incident: ReferenceIncident, from: number): ReferenceIncident {
  const some = (rows: Row[]) => rows.filter((_, index) => index % FORMATS.length === from)
  const tables = Object.entries(incident.tables).map(([name, rows]) => [name, some(rows ?? [])])
  return {
    ...incident,
    sources: incident.sources.map((source) => ({ ...source, records: some(source.records) })),
    tables: Object.fromEntries(tables),
  }
}

describe("the digest", () => {
  const log = [
    { device_id: "d1", account_id: "sam" },
    { device_id: "d2", account_id: "sam", action: "shown" },
    { device_id: "d1", account_id: "kim" },
  ]
  const digestOf = async (given: Parameters<typeof street>[0]) =>
    (await classified(street({ log, ...given }), { format: "csv" })).digest
  const original = digestOf({})

  test.each<[string, Parameters<typeof street>[0]]>([
    ["a row less", { log: log.slice(1) }],
    ["another viewer", { log: [{ ...log[0], account_id: "uma" }, ...log.slice(1)] }],
    ["another grade", { log: [{ ...log[0], action: "tapped" }, ...log.slice(1)] }],
    ["a microsecond later", { log: [{ ...log[0], at: at("14:00:00.000001") }, ...log.slice(1)] }],
    ["another identity", { log: [{ ...log[0], event_id: "x" }, ...log.slice(1)] }],
    ["an item of the catalogue", { log: [{ ...log[0], media_id: "m1" }, ...log.slice(1)] }],
    [
      "a second owner",
      { entitlements: [{ device_id: "d1", account_id: "uma", role: "owner", valid_from: at("00:00:00") }] },
    ],
    ["another scope", { relations: ["former_member"] }],
    [
      "a presumption",
      {
        presumptions: [
          {
            from: at("15:00:00"),
            to: at("16:00:00"),
            devices: "all",
            viewers: "none",
            grade: "video",
            reason: "r",
          },
        ],
      },
    ],
    ["an address less", { tables: { accounts: [{ account_id: "kim" }] } }],
  ])("differs by %s", async (_, given) => {
    expect(await digestOf(given)).not.toBe(await original)
  })

  test.each<[string, Parameters<typeof street>[0]]>([
    ["a repeated row", { sources: [{ name: "app", records: [...numbered(log), ...numbered(log)] }] }],
    [
      "an account that has nothing to do with it",
      { entitlements: [{ device_id: "d9", account_id: "zoe", role: "owner", valid_from: at("00:00:00") }] },
    ],
    ["a row outside the window", { log: [...log, { account_id: "uma", at: at("23:59:59") }] }],
    ["the name of a source", { sources: [{ name: "other", records: numbered(log) }] }],
  ])("does not differ by %s", async (_, given) => {
    expect(await digestOf(given)).toBe(await original)
  })
})
