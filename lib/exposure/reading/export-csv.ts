import { createReadStream } from "node:fs"
import { join } from "node:path"
import type { Context } from "../../core/context.ts"
import { type CsvCell, csvLine } from "../../core/csv.ts"
import type { Cell, Row } from "../../core/engine.ts"
import { type GivenAnswer, withAnswers } from "../revisions/conclusion.ts"
import { cursorAt, type ListOrder, paged } from "./keyset.ts"
import { exposuresPage } from "./list-exposures.ts"
import { listMoved, type MovedPage, type Stood } from "./list-moved.ts"
import { peoplePage } from "./list-people.ts"
import { misboundPerMinute } from "./misbound-per-minute.ts"
import { query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { instantOf } from "./rows.ts"
import { type ExportList, type ExposuresQuery, type PeopleQuery, parseMovedQuery } from "./schemas.ts"

/** A list of a result, and which of its rows; cursors and limits of the queries are left aside. */
export type ExportRequest =
  | { list: "people"; query: PeopleQuery }
  | { list: "exposures"; query: ExposuresQuery }
  | { list: "evidence" | "rejects" | "coverage" | "minutes" | "inputs" }
  | { list: "moved"; before: Result }
  | { list: "questions"; answers: readonly GivenAnswer[] }

type Rows = AsyncGenerator<Record<string, CsvCell>[]>

/** So many rows are in memory at a time; rows of the log can be long. */
const CHUNK_ROWS = 5_000
const CHUNK_LOG_ROWS = 1_000

/**
 * A list of a result as the text of a CSV file, in pieces: every row that is asked for (people by account id, others in
 * their list's order), with a line of column names even where there is no row. Text that a spreadsheet would take for a formula is disarmed.
 */
export async function* exportCsv(
  ctx: Pick<Context, "results">,
  result: Result,
  request: ExportRequest,
  chunkRows = CHUNK_ROWS,
): AsyncGenerator<string> {
  const names = columns[request.list]
  yield csvLine(names)
  for await (const rows of rowsIn(ctx, result, request, chunkRows)) {
    const lines = rows.map((row) => csvLine(names.map((name) => row[name] ?? null)))
    if (lines.length > 0) yield lines.join("")
  }
}

function rowsIn(ctx: Pick<Context, "results">, result: Result, request: ExportRequest, limit: number): Rows {
  switch (request.list) {
    case "people":
      // In the order of the file, so that each page is found where the last one ended, however many there are.
      return pages((cursor) =>
        peoplePage(ctx, result, { ...request.query, sort: "account_id", direction: "asc", cursor, limit }),
      )
    case "exposures":
      return pages((cursor) => exposuresPage(ctx, result, { ...request.query, cursor, limit }, ["event_ids"]))
    case "evidence":
      return pages((cursor) =>
        filePage(ctx, result, "evidence.parquet", evidenceOrder, cursor, Math.min(limit, CHUNK_LOG_ROWS)),
      )
    case "coverage":
      return pages((cursor) => filePage(ctx, result, "coverage.parquet", coverageOrder, cursor, limit))
    case "rejects":
      return rejects(result)
    case "moved":
      return moved(ctx, request.before, result, limit)
    case "minutes":
      return once(async () => (await misboundPerMinute(ctx, result)).points.map((point) => ({ ...point })))
    case "inputs":
      return once(async () => result.summary.inputs.map((input) => ({ ...input })))
    case "questions":
      return once(async () => questions(result, request.answers))
  }
}

/** The columns of each list, in the names of the evidence contract where it has them. */
const columns: Record<ExportList, readonly string[]> = {
  people:
    "account_id owner_grade viewer_grade owner_grade_upper viewer_grade_upper group owner_exposures viewer_exposures viewers owners devices first_at last_at reachable".split(
      " ",
    ),
  exposures:
    "owner_id viewer_id device_id device_label media_id recorded_at grade relation in_scope events first_at last_at event_ids".split(
      " ",
    ),
  evidence:
    "event_id at account_id device_id media_id action outcome session_id ip user_agent request_id viewer_id true_device_id relation source path line raw_sha256 raw".split(
      " ",
    ),
  rejects: "table path line reason raw".split(" "),
  coverage: "source from_at rows malformed".split(" "),
  minutes: "at minutes shown tapped viewed".split(" "),
  moved:
    "account_id from_group to_group cause from_owner_grade to_owner_grade from_viewer_grade to_viewer_grade from_owner_grade_upper to_owner_grade_upper from_viewer_grade_upper to_viewer_grade_upper".split(
      " ",
    ),
  inputs: "table source path bytes sha256 rows".split(" "),
  questions: "code count text verdict reason answered_at answered_by".split(" "),
}

const evidenceOrder: ListOrder = {
  sort: "at",
  direction: "asc",
  key: { sql: '"at"', type: "TIMESTAMP", isNullable: false },
  ties: ["event_id"],
}
const coverageOrder: ListOrder = {
  sort: "from_at",
  direction: "asc",
  key: { sql: "epoch_us(from_at)", type: "BIGINT", isNullable: true },
  ties: ["source"],
}

async function* pages(page: (cursor: string) => Promise<{ found: Row[]; nextCursor: string | null }>): Rows {
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { found, nextCursor }: Awaited<ReturnType<typeof page>> = await page(cursor)
    yield found.map(cellsOf)
    cursor = nextCursor
  }
}

async function filePage(
  { results }: Pick<Context, "results">,
  result: Result,
  file: "evidence.parquet" | "coverage.parquet",
  order: ListOrder,
  cursor: string,
  rowsMax: number,
) {
  const page = paged(order, cursor)
  const rows = rowsOf(result, file)
  const { after, orderBy, columns: keys } = page
  const found = await results("people.view").rows(query("file-page", { rows, keys, after, order: orderBy }), {
    ...page.parameters,
    rows_max: rowsMax,
  })
  const last = found.length < rowsMax ? undefined : found.at(-1)
  return { found, nextCursor: last ? cursorAt(order, last) : null }
}

const INSTANTS = /_at$|^at$/
const COUNTS = /^(events|rows|malformed|line|devices|viewers|owners|\w+_exposures)$/

/** Cells as a spreadsheet takes them: instants as ISO 8601, counts as numbers, lists as JSON. */
function cellsOf(row: Row): Record<string, CsvCell> {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cellOf(name, cell)]))
}

function cellOf(name: string, cell: Cell): CsvCell {
  if (cell === null) return null
  if (typeof cell === "object") return JSON.stringify(cell)
  if (INSTANTS.test(name)) return instantOf(cell)
  return COUNTS.test(name) ? Number(cell) : cell
}

async function* rejects({ folder }: Result): Rows {
  let rest = ""
  for await (const piece of createReadStream(join(folder, "rejects.ndjson"), "utf8")) {
    // Line feeds alone end a line: other separators may stand within a text.
    const lines = `${rest}${piece}`.split("\n")
    rest = lines.pop() ?? ""
    yield lines.map((line) => JSON.parse(line))
  }
}

const everybody = parseMovedQuery(new URLSearchParams())

async function* moved(ctx: Pick<Context, "results">, before: Result, after: Result, limit: number): Rows {
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: MovedPage = await listMoved(ctx, before, after, { ...everybody, cursor, limit })
    yield page.rows.map(({ accountId, from, to, cause }) => ({
      account_id: accountId,
      cause,
      ...stood("from", from),
      ...stood("to", to),
    }))
    cursor = page.nextCursor
  }
}

function stood(when: string, one: Stood) {
  return {
    [`${when}_group`]: one.group,
    [`${when}_owner_grade`]: one.ownerGrade,
    [`${when}_viewer_grade`]: one.viewerGrade,
    [`${when}_owner_grade_upper`]: one.ownerGradeUpper,
    [`${when}_viewer_grade_upper`]: one.viewerGradeUpper,
  }
}

function questions({ summary }: Result, answers: readonly GivenAnswer[]): Record<string, CsvCell>[] {
  return withAnswers(summary.questions, answers).map(({ code, count, text, answer }) => ({
    code,
    count,
    text,
    verdict: answer?.verdict ?? null,
    reason: answer?.reason ?? null,
    answered_at: answer?.answeredAt.toISOString() ?? null,
    answered_by: answer?.answeredBy ?? null,
  }))
}

async function* once(rows: () => Promise<Record<string, CsvCell>[]>): Rows {
  yield await rows()
}
