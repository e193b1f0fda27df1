import type { PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { invalid } from "../../core/errors.ts"
import type { ItemState } from "../../runs/rules.ts"
import type { AccountPage, AccountPlace, AccountRow } from "./account-row.ts"
import { frozenList } from "./account-run.ts"

const LIMIT_DEFAULT = 100
const LIMIT_MAX = 500

interface Stretch {
  fromRow: number
  toRow: number
}

interface Chunk extends Stretch, Record<ItemState, number> {
  part: string
  isFilled: boolean
}

/**
 * The people of a run whose letters are in one of these states, in order of the list. Its cost is that of the page: the
 * counters of chunks tell where to look. Of chunks that were never filled, the list itself tells.
 */
export async function listAccount(
  ctx: Pick<Context, "db" | "results" | "config">,
  run: PlannedRun,
  states: readonly ItemState[],
  { after = -1, limit = LIMIT_DEFAULT }: AccountPlace,
): Promise<AccountPage<AccountRow>> {
  if (!Number.isSafeInteger(after)) throw invalid("after", "is no row")
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw invalid("limit", `is from 1 to ${LIMIT_MAX}`)
  const chunks = await chunksWith(ctx, run.id, states, after, limit)
  const [found, unfilled] = await Promise.all([
    itemsIn(ctx, run.id, chunks, states, after, limit),
    unfilledIn(ctx, run, chunks, states, after, limit),
  ])
  const rows = [...found, ...unfilled].sort((one, other) => one.row - other.row)
  const page = rows.slice(0, limit)
  return { rows: page, nextAfter: rows.length > limit ? (page.at(-1)?.row ?? null) : null }
}

/** The first chunks behind a row that hold enough of what is asked for. */
async function chunksWith(
  { db }: Pick<Context, "db">,
  runId: string,
  states: readonly ItemState[],
  after: number,
  limit: number,
): Promise<Chunk[]> {
  const chunks: Chunk[] = await db.runChunk.findMany({
    where: { runId, toRow: { gt: after + 1 }, OR: states.map((state) => ({ [state]: { gt: 0 } })) },
    orderBy: { fromRow: "asc" },
    // Each holds one at least; those of the first may lie before the row.
    take: limit + 2,
  })
  let held = 0
  const enough = chunks.findIndex((chunk, index) => {
    if (index > 0) for (const state of states) held += chunk[state]
    return held > limit
  })
  return enough < 0 ? chunks : chunks.slice(0, enough + 1)
}

async function itemsIn(
  { db }: Pick<Context, "db">,
  runId: string,
  chunks: readonly Chunk[],
  states: readonly ItemState[],
  after: number,
  limit: number,
): Promise<AccountRow[]> {
  if (chunks.length === 0) return []
  const within: Prisma.RunItemWhereInput[] = joined(chunks).map(({ fromRow, toRow }) => ({
    row: { gte: Math.max(fromRow, after + 1), lt: toRow },
  }))
  const items = await db.runItem.findMany({
    where: { runId, state: { in: [...states] }, OR: within },
    orderBy: { row: "asc" },
    take: limit + 1,
  })
  return items.map(({ row, subject, variant, state, reason, attempts, sentAt, changedAt }) => {
    const part = chunks.find(({ fromRow, toRow }) => row >= fromRow && row < toRow)?.part ?? ""
    return { row, pseudonym: subject, part, variant, state, reason, attempts, sentAt, changedAt }
  })
}

/** What nobody will put into the ledger any more: who was never to get a letter, and who was not begun with. */
async function unfilledIn(
  ctx: Pick<Context, "db" | "results" | "config">,
  run: PlannedRun,
  chunks: readonly Chunk[],
  states: readonly ItemState[],
  after: number,
  limit: number,
): Promise<AccountRow[]> {
  if (!states.includes("suppressed") && !states.includes("cancelled")) return []
  const unfilled = chunks.filter(
    ({ isFilled, suppressed, cancelled }) => !isFilled && suppressed + cancelled > 0,
  )
  const rows: AccountRow[] = []
  for (const stretch of unfilled) {
    if (rows.length > limit) break
    rows.push(...(await unfilledRows(ctx, run, stretch, states, after)))
  }
  return rows
}

async function unfilledRows(
  ctx: Pick<Context, "db" | "results" | "config">,
  run: PlannedRun,
  { fromRow, toRow, cancelled }: Chunk,
  states: readonly ItemState[],
  after: number,
): Promise<AccountRow[]> {
  const from = Math.max(fromRow, after + 1)
  const [listed, known] = await Promise.all([
    ctx
      .results("notices.view")
      .rows(
        `SELECT row, pseudonym, part, variant, skip FROM ${frozenList(ctx, run)} WHERE row >= $from AND row < $to ORDER BY row`,
        { from, to: toRow },
      ),
    ctx.db.runItem.findMany({
      where: { runId: run.id, row: { gte: from, lt: toRow } },
      select: { row: true },
    }),
  ])
  const inLedger = new Set(known.map(({ row }) => row))
  return listed.flatMap(({ row, pseudonym, part, variant, skip }): AccountRow[] => {
    const state = skip !== null ? "suppressed" : cancelled > 0 ? "cancelled" : null
    if (state === null || !states.includes(state) || inLedger.has(Number(row))) return []
    return [
      {
        row: Number(row),
        pseudonym: String(pseudonym),
        part: String(part),
        variant: String(variant),
        state,
        reason: skip === null ? "The run was stopped before it was begun" : String(skip),
        attempts: 0,
        sentAt: null,
        changedAt: null,
      },
    ]
  })
}

/** Stretches that touch each other as one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const whole: Stretch[] = []
  for (const { fromRow, toRow } of stretches) {
    const last = whole.at(-1)
    if (last?.toRow === fromRow) last.toRow = toRow
    else whole.push({ fromRow, toRow })
  }
  return whole
}
