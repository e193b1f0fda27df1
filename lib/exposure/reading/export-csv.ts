import { createReadStream } from "node:fs"
import { join } from "node:path"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { type CsvCell, csvLine } from "../../core/csv.ts"
import type { Cell, Row } from "../../core/engine.ts"
import { type Identifying, revealedUntil } from "../identities/identify.ts"
import { type Line, nameEvents, namePeople, nameSides } from "../identities/name-lines.ts"
import { type GivenAnswer, withAnswers } from "../revisions/conclusion.ts"
import { columns, namedColumns, viewOf } from "./export-columns.ts"
import { cursorAt, type ListOrder, paged } from "./keyset.ts"
import { exposuresPage } from "./list-exposures.ts"
import { listMoved, type MovedPage, type Stood } from "./list-moved.ts"
import { peoplePage } from "./list-people.ts"
import { misboundPerMinute } from "./misbound-per-minute.ts"
import { query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { instantOf } from "./rows.ts"
import { type ExposuresQuery, type PeopleQuery, parseMovedQuery } from "./schemas.ts"

/** A list of a result, and which of its rows; cursors and limits of the queries are left aside. */
export type ExportRequest =
  | { list: "people"; query: PeopleQuery }
  | { list: "exposures"; query: ExposuresQuery }
  | { list: "evidence" | "rejects" | "coverage" | "minutes" | "inputs" }
  | { list: "moved"; before: Result }
  | { list: "questions"; answers: readonly GivenAnswer[] }

type Rows = AsyncGenerator<Line[]>

/** So many rows are in memory at a time; rows of the log can be long. */
const CHUNK_ROWS = 5_000
const CHUNK_LOG_ROWS = 1_000

/**
 * A list of a result as the text of a CSV file, in pieces: every row that is asked for (people by pseudonym, others in
 * their list's order), with a line of column names even where there is no row. Who people are, and the lines of the log,
 * have columns only where the whole revision is revealed to this member. Text that a spreadsheet would take for a formula
 * is disarmed.
 */
export async function* exportCsv(
  ctx: Identifying,
  result: Result,
  request: ExportRequest,
  mayName = true,
  chunkRows = CHUNK_ROWS,
): AsyncGenerator<string> {
  demand(ctx.actor, viewOf[request.list])
  const isNamed = mayName && (await revealedUntil(ctx, result)) !== null
  const names = isNamed
    ? [...columns[request.list], ...(namedColumns[request.list] ?? [])]
    : columns[request.list]
  yield csvLine(names)
  for await (const rows of rowsIn(ctx, result, request, { limit: chunkRows, isNamed })) {
    const lines = rows.map((row) => csvLine(names.map((name) => row[name] ?? null)))
    if (lines.length > 0) yield lines.join("")
  }
}

interface Chunks {
  limit: number
  /** Rows are asked who they are. */
  isNamed: boolean
}

function rowsIn(ctx: Identifying, result: Result, request: ExportRequest, { limit, isNamed }: Chunks): Rows {
  const named = (name: (rows: Line[]) => Promise<Line[]>) => (rows: Line[]) =>
    isNamed ? name(rows) : Promise.resolve(rows)
  switch (request.list) {
    case "people":
      // In the order of the file, so that each page is found where the last one ended, however many there are.
      return pages(
        (cursor) =>
          peoplePage(ctx, result, { ...request.query, sort: "pseudonym", direction: "asc", cursor, limit }),
        named((rows) => namePeople(ctx, result, rows)),
      )
    case "exposures":
      return pages(
        (cursor) => exposuresPage(ctx, result, { ...request.query, cursor, limit }, ["event_ids"]),
        named((rows) => nameSides(ctx, result, rows)),
      )
    case "evidence":
      return pages(
        (cursor) =>
          filePage(
            ctx,
            result,
            "evidence-view.parquet",
            evidenceOrder,
            cursor,
            Math.min(limit, CHUNK_LOG_ROWS),
          ),
        named((rows) => nameEvents(ctx, result, rows)),
      )
    case "coverage":
      return pages((cursor) => filePage(ctx, result, "coverage.parquet", coverageOrder, cursor, limit))
    case "rejects":
      return rejects(ctx, result)
    case "moved":
      return moved(
        ctx,
        request.before,
        result,
        limit,
        named((rows) => namePeople(ctx, result, rows)),
      )
    case "minutes":
      return once(async () => (await misboundPerMinute(ctx, result)).points.map((point) => ({ ...point })))
    case "inputs":
      return once(async () => result.summary.inputs.map((input) => ({ ...input })))
    case "questions":
      return once(async () => questions(result, request.answers))
  }
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

async function* pages(
  page: (cursor: string) => Promise<{ found: Row[]; nextCursor: string | null }>,
  name: (rows: Line[]) => Promise<Line[]> = async (rows) => rows,
): Rows {
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { found, nextCursor }: Awaited<ReturnType<typeof page>> = await page(cursor)
    yield await name(found.map(cellsOf))
    cursor = nextCursor
  }
}

async function filePage(
  { results }: Pick<Context, "results">,
  result: Result,
  file: "evidence-view.parquet" | "coverage.parquet",
  order: ListOrder,
  cursor: string,
  rowsMax: number,
) {
  const page = paged(order, cursor)
  const rows = rowsOf(result, file)
  const { after, orderBy, columns: keys } = page
  const found = await results("incident.view").rows(
    query("file-page", { rows, keys, after, order: orderBy }),
    {
      ...page.parameters,
      rows_max: rowsMax,
    },
  )
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

async function* rejects(ctx: Identifying, result: Result): Rows {
  let rest = ""
  for await (const piece of createReadStream(join(result.folder, "rejects.ndjson"), "utf8")) {
    // Line feeds alone end a line: other separators may stand within a text.
    const lines = `${rest}${piece}`.split("\n")
    rest = lines.pop() ?? ""
    const isShown = (await revealedUntil(ctx, result)) !== null
    yield lines.map((line) => {
      const { raw, ...row } = JSON.parse(line) as Line
      return isShown ? { ...row, raw: raw ?? null } : row
    })
  }
}

const everybody = parseMovedQuery(new URLSearchParams())

async function* moved(
  ctx: Identifying,
  before: Result,
  after: Result,
  limit: number,
  name: (rows: Line[]) => Promise<Line[]>,
): Rows {
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: MovedPage = await listMoved(ctx, before, after, { ...everybody, cursor, limit })
    yield await name(
      page.rows.map(({ pseudonym, from, to, cause }) => ({
        pseudonym,
        cause,
        ...stood("from", from),
        ...stood("to", to),
      })),
    )
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
