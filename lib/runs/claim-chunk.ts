import type { SystemContext, Tx } from "../core/context.ts"
import { invariant } from "../core/errors.ts"
import type { LeasedChunk } from "./close-chunks.ts"
import type { Item, NewItem, Outdated, RunWork } from "./kind.ts"
import { moveItems } from "./move-items.ts"
import { words } from "./rules.ts"

/** How long a worker that says nothing keeps its chunks. */
export const LEASE_S = 30
/** What was not taken for so long is not tried again, unless it was tried less often: a run may rest meanwhile. */
const DEFERRED_H_MAX = 24
const ATTEMPTS_MIN = 3

export interface ClaimedChunk extends LeasedChunk {
  part: string
  fromRow: number
  toRow: number
  isFilled: boolean
}

/**
 * Leases the first chunk of a run in which something is to be done now, for one worker alone, and gives what is queued in
 * it; what was deferred is queued again when its time has come. A chunk that somebody had before is held against what
 * other runs have done since. null where there is none.
 */
export async function claimChunk(
  ctx: SystemContext,
  runId: string,
  workerId: string,
  work: Pick<RunWork, "fill" | "recheck">,
): Promise<{ chunk: ClaimedChunk; items: Item[] } | null> {
  const chunk = await ctx.ledger((tx) => lease(tx, runId, workerId))
  if (chunk === null) return null
  const rows = chunk.isFilled ? [] : await work.fill(chunk.fromRow, chunk.toRow)
  const outdated = (chunk.isFilled && (await work.recheck?.(chunk.fromRow, chunk.toRow))) || []
  const items = await ctx.ledger(async (tx) => {
    const [own] = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM run_chunk WHERE run_id = ${runId}::uuid AND number = ${chunk.number} AND epoch = ${chunk.epoch}
        AND worker_id = ${workerId}::uuid AND state = 'leased' FOR UPDATE`
    if (!own) return []
    // Asked anew, for whoever stopped the run may have held the chunk until now.
    if ((await tx.plannedRun.count({ where: { id: runId, state: { in: ["running", "paused"] } } })) === 0)
      return []
    if (chunk.isFilled) await requeue(tx, runId, chunk)
    else await fill(tx, runId, chunk, rows)
    await holdOutdated(tx, runId, outdated)
    return await queuedOf(tx, runId, chunk)
  })
  return { chunk, items }
}

async function lease(tx: Tx, runId: string, workerId: string): Promise<ClaimedChunk | null> {
  const [chunk] = await tx.$queryRaw<ClaimedChunk[]>`
    UPDATE run_chunk SET state = 'leased', worker_id = ${workerId}::uuid, epoch = epoch + 1, not_before = NULL,
      lease_until = clock_timestamp() + make_interval(secs => ${LEASE_S})
    WHERE run_id = ${runId}::uuid AND number = (
      SELECT c.number FROM run_chunk c JOIN planned_run r ON r.id = c.run_id
      WHERE c.run_id = ${runId}::uuid AND c.state = 'open' AND (c.not_before IS NULL OR c.not_before <= now())
        AND r.state = 'running' AND (r.open_chunks IS NULL OR c.number <= r.open_chunks)
      ORDER BY c.number FOR UPDATE OF c SKIP LOCKED LIMIT 1)
    RETURNING number, epoch, part, from_row AS "fromRow", to_row AS "toRow", is_filled AS "isFilled"`
  return chunk ?? null
}

/** Puts the chunk's rows of the list into the ledger, besides those that are held there already. */
export async function fill(
  tx: Tx,
  runId: string,
  { number, fromRow, toRow }: ClaimedChunk,
  rows: readonly NewItem[],
): Promise<void> {
  const isWhole = rows.length === toRow - fromRow && rows.every(({ row }, nth) => row === fromRow + nth)
  invariant(isWhole, `rows ${fromRow} to ${toRow} of a list come whole and in order`)
  await insertItems(tx, runId, number, rows)
  await tx.$executeRaw`
    UPDATE run_chunk SET is_filled = true, queued = n.queued, held = n.held, suppressed = n.suppressed
    FROM (SELECT count(*) FILTER (WHERE state = 'queued')::int AS queued, count(*) FILTER (WHERE state = 'held')::int AS held,
        count(*) FILTER (WHERE state = 'suppressed')::int AS suppressed
      FROM run_item WHERE run_id = ${runId}::uuid AND row >= ${fromRow} AND row < ${toRow}) n
    WHERE run_id = ${runId}::uuid AND number = ${number}`
}

/** Rows of one chunk, which the transaction holds; those that are there stay as they are. Gives how many are new. */
export async function insertItems(
  tx: Tx,
  runId: string,
  chunk: number,
  rows: readonly NewItem[],
): Promise<number> {
  const cells = rows.map(({ codeHash, state = "queued", reason = null, ...row }) => ({
    ...row,
    code: codeHash ? Buffer.from(codeHash).toString("hex") : null,
    state,
    reason,
  }))
  return await tx.$executeRaw`
    INSERT INTO run_item (run_id, row, chunk, subject, variant, token, code_hash, state, reason)
    SELECT ${runId}::uuid, n.row, ${chunk}, n.subject, n.variant, n.token, decode(n.code, 'hex'), n.state, n.reason
    FROM jsonb_to_recordset(${JSON.stringify(cells)}::jsonb)
      AS n (row int, subject text, variant text, token text, code text, state "ItemState", reason text)
    ON CONFLICT (run_id, row) DO NOTHING`
}

/** Holds those of these rows that are queued. */
export async function holdOutdated(tx: Tx, runId: string, outdated: readonly Outdated[]): Promise<void> {
  await moveItems(
    tx,
    runId,
    outdated.map(({ row, reason }) => ({ row, from: ["queued"], to: "held", reason })),
  )
}

async function requeue(tx: Tx, runId: string, { fromRow, toRow }: ClaimedChunk): Promise<void> {
  const due = await tx.$queryRaw<{ row: number; isTooLate: boolean }[]>`
    SELECT row, attempts >= ${ATTEMPTS_MIN} AND coalesce(tried_at < now() - make_interval(hours => ${DEFERRED_H_MAX}), false)
      AS "isTooLate"
    FROM run_item
    WHERE run_id = ${runId}::uuid AND row >= ${fromRow} AND row < ${toRow} AND state = 'deferred'
      AND (not_before IS NULL OR not_before <= now())`
  const moves = due.map(({ row, isTooLate }) =>
    isTooLate
      ? ({ row, from: ["deferred"], to: "rejected", reason: words.tooLate } as const)
      : ({ row, from: ["deferred"], to: "queued" } as const),
  )
  await moveItems(tx, runId, moves)
}

async function queuedOf(
  tx: Tx,
  runId: string,
  { number, part, fromRow, toRow }: ClaimedChunk,
): Promise<Item[]> {
  const rows = await tx.$queryRaw<Omit<Item, "chunk" | "part">[]>`
    SELECT row, subject, variant, token, attempts + 1 AS attempt FROM run_item
    WHERE run_id = ${runId}::uuid AND row >= ${fromRow} AND row < ${toRow} AND state = 'queued' ORDER BY row`
  return rows.map((row) => ({ ...row, chunk: number, part }))
}
