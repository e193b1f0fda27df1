import type { SystemContext, Tx } from "../core/context.ts"
import { moveItems } from "./move-items.ts"
import { words } from "./rules.ts"

/** A chunk that a worker has, with the lease under which it has it. */
export interface LeasedChunk {
  number: number
  epoch: number
}

/** Gives chunks back: done where nothing waits in them, else open for whoever comes next. Those of others are left alone. */
export async function closeChunks(
  ctx: SystemContext,
  runId: string,
  workerId: string,
  chunks: readonly LeasedChunk[],
): Promise<void> {
  if (chunks.length === 0) return
  await ctx.ledger(async (tx) => {
    const held = await tx.$queryRaw<{ number: number }[]>`
      SELECT c.number FROM run_chunk c
        JOIN jsonb_to_recordset(${JSON.stringify(chunks)}::jsonb) AS o (number int, epoch int)
          ON o.number = c.number AND o.epoch = c.epoch
      WHERE c.run_id = ${runId}::uuid AND c.worker_id = ${workerId}::uuid AND c.state = 'leased'
      ORDER BY c.number FOR UPDATE OF c`
    await reopen(
      tx,
      runId,
      held.map(({ number }) => number),
    )
  })
}

/** Gives back all that a worker has of a run, also what it does not know of: a claim that failed may have leased a chunk. */
export async function closeAllChunks(ctx: SystemContext, runId: string, workerId: string): Promise<void> {
  await ctx.ledger(async (tx) => {
    const held = await tx.$queryRaw<{ number: number }[]>`
      SELECT number FROM run_chunk
      WHERE run_id = ${runId}::uuid AND worker_id = ${workerId}::uuid AND state = 'leased' ORDER BY number FOR UPDATE`
    await reopen(
      tx,
      runId,
      held.map(({ number }) => number),
    )
  })
}

/**
 * Ends the leases of chunks that the transaction holds. In a run that has ended nothing waits any more: what came back to
 * it as surely not done is cancelled.
 */
export async function reopen(tx: Tx, runId: string, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return
  await cancelLeftovers(tx, runId, numbers)
  await tx.$executeRaw`
    UPDATE run_chunk c SET worker_id = NULL, lease_until = NULL,
      state = CASE WHEN c.queued + c.sending + c.deferred = 0 AND (c.is_filled OR r.state NOT IN ('running', 'paused'))
        THEN 'done' ELSE 'open' END::"ChunkState",
      not_before = CASE WHEN c.queued = 0 AND c.deferred > 0 THEN (
        SELECT min(i.not_before) FROM run_item i
        WHERE i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row AND i.state = 'deferred') END
    FROM planned_run r
    WHERE r.id = c.run_id AND c.run_id = ${runId}::uuid AND c.number = ANY(${[...numbers]}::int[])`
}

async function cancelLeftovers(tx: Tx, runId: string, numbers: readonly number[]): Promise<void> {
  const left = await tx.$queryRaw<{ row: number }[]>`
    SELECT i.row FROM run_chunk c JOIN planned_run r ON r.id = c.run_id
      JOIN run_item i ON i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row
    WHERE c.run_id = ${runId}::uuid AND c.number = ANY(${[...numbers]}::int[]) AND c.queued + c.deferred > 0
      AND r.state NOT IN ('running', 'paused') AND i.state IN ('queued', 'deferred')`
  const move = { from: ["queued", "deferred"], to: "cancelled", reason: words.notSent } as const
  await moveItems(
    tx,
    runId,
    left.map(({ row }) => ({ ...move, row })),
  )
}
