import { appendFileSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { parse } from "csv-parse/sync"
import { beforeAll, describe, expect, test } from "vitest"
import type { Row } from "../../core/engine.ts"
import { literal } from "../../core/sql.ts"
import { crowd, hostileIds } from "../../testing/crowd.ts"
import { pseudonym, readerFor, resultOf, resultOfFile } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { type ExportRequest, exportCsv } from "./export-csv.ts"
import { listMoved } from "./list-moved.ts"
import type { Result } from "./result.ts"
import { exportLists, parseExposuresQuery, parseMovedQuery, parsePeopleQuery } from "./schemas.ts"

const folder = temporaryFolder()
const ctx = readerFor(folder, { isRevealed: true })
const unrevealed = readerFor(folder)
let before: Result
let result: Result

const people = (text = "") => parsePeopleQuery(new URLSearchParams(text))
const exposures = (text = "") => parseExposuresQuery(new URLSearchParams(text))
const answeredAt = new Date("2024-02-17T08:00:00Z")
const answers = [
  {
    id: "a1",
    code: "malformed",
    verdict: "settled" as const,
    reason: '=cmd|"/c calc"!A1',
    answeredAt,
    answeredBy: "Ada",
  },
]

/** Rejects that a reader of lines might part wrongly. */
const BROKEN = ["not JSON", "=1+1", "half\u2028a line\u2029", "\u0085next", `${"x".repeat(5_000)}é`]

beforeAll(async () => {
  before = await resultOf(folder, crowd(4, 25))
  const first = await resultOf(folder, crowd(5, 25))
  const place = dirname(first.folder)
  appendFileSync(join(place, "access-app-0.ndjson"), BROKEN.map((line) => `${line}\n`).join(""))
  result = await resultOfFile(join(place, "incident.yaml"), join(place, "again"), join(folder, "accounts"))
})

function requestOf(list: (typeof exportLists)[number]): ExportRequest {
  if (list === "people") return { list, query: people() }
  if (list === "exposures") return { list, query: exposures() }
  if (list === "moved") return { list, before }
  return list === "questions" ? { list, answers } : { list }
}

async function textOf(request: ExportRequest, chunkRows?: number, reading = ctx): Promise<string> {
  let text = ""
  for await (const piece of exportCsv(reading, result, request, true, chunkRows)) text += piece
  return text
}

async function exported(request: ExportRequest): Promise<Record<string, string>[]> {
  return parse(await textOf(request), { columns: true, record_delimiter: "\r\n" })
}

const plain = (file: string, order: string) =>
  ctx
    .results("exposures.view")
    .rows(`SELECT * FROM read_parquet(${literal(join(result.folder, file))}) ORDER BY ${order}`)
/** What a spreadsheet must not take for a formula has an apostrophe before it. */
const disarmed = (text: unknown) => (/^[=+\-@\t\r\n]/.test(String(text)) ? `'${text}` : String(text ?? ""))

describe("every list as CSV", () => {
  test.each(exportLists)(
    "%s: names its columns, has rows, and no cell begins like a formula",
    async (list) => {
      const text = await textOf(requestOf(list))
      expect(text.startsWith("\ufeff")).toBe(false)
      const rows: string[][] = parse(text, { record_delimiter: "\r\n" })
      expect(rows.length).toBeGreaterThan(1)
      expect(new Set(rows[0]).size).toBe(rows[0]?.length)
      const dangerous = rows.flat().filter((cell) => /^[=+@\t\r]|^-(?!\d+$)/.test(cell))
      expect(dangerous).toEqual([])
      expect(await textOf(requestOf(list), 7)).toBe(text)
    },
  )

  test("people: everybody who is asked for, in the order asked for", async () => {
    const rows = await exported({ list: "people", query: people("sort=pseudonym&direction=asc&limit=1") })
    const of = ({ account_id }: Row) => pseudonym(String(account_id))
    const expected = (await plain("people.parquet", "account_id")).sort((a, b) => (of(a) < of(b) ? -1 : 1))
    expect(rows.map((row) => row.pseudonym)).toEqual(expected.map(of))
    expect(rows.map(({ account_id }) => account_id)).toEqual(
      expected.map(({ account_id }) => disarmed(account_id)),
    )
    expect(rows.map((row) => [row.group, row.viewers, row.reachable])).toEqual(
      expected.map((row) => [row.group, String(row.viewers), String(row.reachable)]),
    )
    for (const { first_at } of rows) expect(first_at).toMatch(/^(2024-02-16T[\d:.]+Z)?$/)
    const filtered = await exported({ list: "people", query: people("group=viewer_only&group=undetermined") })
    expect(new Set(filtered.map(({ group }) => group))).toEqual(new Set(["viewer_only", "undetermined"]))
  })

  test("exposures: all of them, with their events", async () => {
    const rows = await exported({ list: "exposures", query: exposures() })
    const lines = rows.map((row) => [row.owner, row.viewer, row.owner_id, row.viewer_id, row.event_ids])
    const expected = (await plain("exposures.parquet", "first_at")).map(
      ({ owner_id, viewer_id, event_ids }) => [
        pseudonym(String(owner_id)),
        viewer_id === null ? "" : pseudonym(String(viewer_id)),
        disarmed(owner_id),
        disarmed(viewer_id),
        JSON.stringify(event_ids),
      ],
    )
    expect(lines.map((line) => JSON.stringify(line)).sort()).toEqual(
      expected.map((line) => JSON.stringify(line)).sort(),
    )
    const moments = rows.map(({ first_at }) => String(first_at).slice(0, 19))
    expect(moments).toEqual(moments.toSorted())
  })

  test("evidence: each misbound event down to its line, hostile text and all", async () => {
    const rows = await exported({ list: "evidence" })
    const expected = await plain("evidence.parquet", '"at", event_id')
    expect(rows.map(({ event_id, raw, line }) => [event_id, raw, line])).toEqual(
      expected.map(({ event_id, raw, line }) => [event_id, raw, String(line)]),
    )
    expect(new Set(rows.map(({ user_agent }) => user_agent))).toEqual(new Set(hostileIds.map(disarmed)))
  })

  test("rejects: each broken line as it stands in the file", async () => {
    const rows = await exported({ list: "rejects" })
    expect(rows.map(({ raw }) => raw).sort()).toEqual(
      BROKEN.map((line) => disarmed(Buffer.from(line).subarray(0, 4096).toString())).sort(),
    )
    expect(rows.every(({ table, path }) => table === "access_log" && path === "access-app-0.ndjson")).toBe(
      true,
    )
  })

  test.each(exportLists)("%s: names nobody where nobody is revealed", async (list) => {
    const text = await textOf(requestOf(list), undefined, unrevealed)
    const accounts = await plain("people.parquet", "account_id")
    const ids = accounts.map(({ account_id }) => String(account_id)).filter((id) => id.length > 4)
    for (const told of [...ids, "@Example.org", "Name 1", ...BROKEN.slice(2)])
      expect(text).not.toContain(told)
  })

  test("coverage: every row of the log in some stretch", async () => {
    const rows = await exported({ list: "coverage" })
    const sum = (key: string) => rows.reduce((total, row) => total + Number(row[key]), 0)
    expect([sum("rows"), sum("malformed")]).toEqual([result.summary.rows.read, BROKEN.length])
  })

  test("minutes: every misbound event in some minute of the window", async () => {
    const rows = await exported({ list: "minutes" })
    const events = rows.reduce(
      (sum, row) => sum + Number(row.shown) + Number(row.tapped) + Number(row.viewed),
      0,
    )
    expect([rows.length, events]).toEqual([480, result.summary.rows.misbound])
  })

  test("moved: everybody who moved since another result", async () => {
    const rows = await exported({ list: "moved", before })
    const { rows: expected } = await listMoved(
      ctx,
      before,
      result,
      parseMovedQuery(new URLSearchParams("limit=500")),
    )
    expect(rows.map((row) => [row.pseudonym, row.from_group, row.to_group, row.cause])).toEqual(
      expected.map((row) => [row.pseudonym, row.from.group, row.to.group, row.cause]),
    )
  })

  test("inputs: each file with its digest", async () => {
    const rows = await exported({ list: "inputs" })
    expect(rows.map(({ path, sha256, bytes }) => [path, sha256, Number(bytes)])).toEqual(
      result.summary.inputs.map(({ path, sha256, bytes }) => [path, sha256, bytes]),
    )
  })

  test("questions: each with the answer that counts", async () => {
    const rows = await exported({ list: "questions", answers })
    expect(rows.map(({ code }) => code)).toEqual(result.summary.questions.map(({ code }) => code))
    expect(rows.find(({ code }) => code === "malformed")).toMatchObject({
      count: String(BROKEN.length),
      verdict: "settled",
      reason: `'=cmd|"/c calc"!A1`,
      answered_at: "2024-02-17T08:00:00.000Z",
      answered_by: "Ada",
    })
  })

  test("a list without rows has its column names", async () => {
    expect(await textOf({ list: "people", query: people("search=nobody") }, 7, unrevealed)).toBe(
      "pseudonym,owner_grade,viewer_grade,owner_grade_upper,viewer_grade_upper,group,owner_exposures,viewer_exposures,viewers,owners,devices,first_at,last_at,reachable\r\n",
    )
    expect(readFileSync(join(before.folder, "rejects.ndjson"), "utf8")).toBe("")
  })
})
