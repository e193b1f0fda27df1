import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { parse } from "yaml"
import { arbitraryIncident } from "./arbitrary.ts"
import { referenceClassify } from "./classify.ts"
import { isRaw, type ReferenceIncident, type Row } from "./model.ts"
import { FORMATS, normaliseFor, renderIncident } from "./render.ts"
import { jsonText } from "./text-of.ts"
import { sqlText, testConnection } from "./write-parquet.ts"

let dir = ""
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "reference-render-"))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const logOf = (incident: ReferenceIncident) => incident.sources.flatMap((source) => source.records)
const cells = (row: Row) => Object.entries(row).filter(([, value]) => value !== null && value !== "")
const sortedText = (rows: Row[]) =>
  rows
    .map((row) =>
      jsonText(
        cells(row)
          .sort()
          .map(([key, value]) => [key, value]),
      ),
    )
    .sort()

test("every run of the classification accounts for each row, and its bounds are in order", () => {
  fc.assert(
    fc.property(arbitraryIncident(), (incident) => {
      const { summary, people, exposures, evidence } = referenceClassify(incident)
      const { read, ...parts } = summary.rows
      expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(read)
      expect(evidence).toHaveLength(summary.rows.misbound)
      expect(exposures.length === 0).toBe(evidence.length === 0)
      expect(summary.accounts.either_upper).toBe(people.length)
      expect(summary.accounts.either).toBeLessThanOrEqual(summary.accounts.either_upper)
      const { groups } = summary.accounts
      expect(Object.values(groups).reduce((sum, count) => sum + count, 0)).toBe(summary.accounts.total)
    }),
    { numRuns: 300 },
  )
})

test("neither the order of rows nor a second normalisation changes the result", () => {
  fc.assert(
    fc.property(arbitraryIncident(), fc.constantFrom(...FORMATS), (incident, format) => {
      const normalised = normaliseFor(format, incident)
      expect(normaliseFor(format, normalised)).toEqual(normalised)
      const { dispositions: _, ...forward } = referenceClassify(normalised)
      const { dispositions: __, ...backward } = referenceClassify(reversed(normalised))
      const byIdentity = (result: typeof forward) => ({
        ...result,
        evidence: [...result.evidence].sort((left, right) => (left.event_id < right.event_id ? -1 : 1)),
      })
      expect(byIdentity(backward)).toEqual(byIdentity(forward))
    }),
    { numRuns: 200 },
  )
})

function reversed(incident: ReferenceIncident): ReferenceIncident {
  const tables = Object.fromEntries(
    Object.entries(incident.tables).map(([name, rows]) => [name, rows && [...rows].reverse()]),
  ) as ReferenceIncident["tables"]
  const sources = incident.sources.map((source) => ({ ...source, records: [...source.records].reverse() }))
  return { ...incident, sources, tables }
}

test("NDJSON files hold the rows, over files, compressed or not, in any order", async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryIncident(),
      fc.boolean(),
      fc.integer({ min: 1, max: 3 }),
      async (incident, gzip, split) => {
        await rm(dir, { recursive: true, force: true })
        const path = await renderIncident(incident, dir, {
          format: "ndjson",
          gzip,
          split,
          shuffleSeed: split,
        })
        expect(parse(await readFile(path, "utf8")).window).toEqual(incident.window)
        const names = (await readdir(dir)).filter((name) => name.startsWith("access-"))
        expect(names).toHaveLength(incident.sources.length * split)
        const bodies = await Promise.all(names.map((name) => readFile(join(dir, name))))
        const lines = bodies
          .map((body) => (gzip ? gunzipSync(body) : body).toString("utf8").replace(/^\ufeff/, ""))
          .flatMap((text) => text.split("\n").filter((line) => line !== ""))
        expect(lines).toHaveLength(logOf(incident).length)
      },
    ),
    { numRuns: 25 },
  )
})

const PLAIN: Row[] = [
  {
    event_id: "e1",
    at: "2024-02-16T14:00:00.000001Z",
    action: "viewed",
    device_id: 'd"1, x',
    account_id: "007",
  },
  { event_id: "e2", at: "2024-02-16 14:00:00", action: "shown", device_id: "d1", account_id: null, ip: "é" },
]

/** What DuckDB reads back, all as text. */
async function readBack(file: string): Promise<Row[]> {
  const connection = await testConnection()
  const reader = await connection.runAndReadAll(`select columns(*)::varchar from ${file}`)
  return reader.getRowObjectsJS() as Row[]
}

/** Not by DuckDB, whose JSON reader takes a byte-order mark for syntax. */
async function readDocuments(): Promise<Row[]> {
  const names = (await readdir(dir)).filter((name) => name.startsWith("access-"))
  const texts = await Promise.all(names.map((name) => readFile(join(dir, name), "utf8")))
  return texts.flatMap((text) => JSON.parse(text.replace(/^\ufeff/, "")) as Row[])
}

test.each([
  ["csv", undefined],
  ["csv", 5],
  ["json", undefined],
  ["json", 5],
  ["parquet", undefined],
] as const)("%s files hold the cells as given (seed %s)", async (format, shuffleSeed) => {
  await rm(dir, { recursive: true, force: true })
  const incident: ReferenceIncident = {
    window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" },
    sources: [{ name: "app", records: PLAIN }],
    tables: { entitlements: [], accounts: [] },
  }
  await renderIncident(incident, dir, {
    format,
    split: 2,
    ...(shuffleSeed === undefined ? {} : { shuffleSeed }),
  })
  const files = sqlText(join(dir, `access-app-*.${format}`))
  const rows =
    format === "json"
      ? await readDocuments()
      : await readBack(
          format === "csv"
            ? `read_csv(${files}, all_varchar=true, header=true, delim=',', quote='"', union_by_name=true)`
            : `read_parquet(${files}, union_by_name=true)`,
        )
  expect(sortedText(rows)).toEqual(sortedText(PLAIN))
})

test("what a format cannot carry is changed before both sides see it", () => {
  const incident: ReferenceIncident = {
    window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" },
    sources: [
      {
        name: "app",
        records: [{ event_id: 1, account_id: true, ip: { a: 1 } }, { raw: "{" }, { raw: "42" }],
      },
    ],
    tables: { entitlements: [], accounts: [] },
  }
  const logs = Object.fromEntries(FORMATS.map((format) => [format, logOf(normaliseFor(format, incident))]))
  expect(logs.ndjson).toEqual(logOf(incident))
  expect(logs.json?.filter(isRaw)).toEqual([{ raw: "42" }])
  expect(logs.csv?.[0]).toEqual({ event_id: "1", account_id: "true", ip: '{"a":1}' })
  expect(logs.csv).toHaveLength(3)
  expect(logs.parquet).toEqual([{ event_id: 1, account_id: true, ip: '{"a":1}' }])
})
