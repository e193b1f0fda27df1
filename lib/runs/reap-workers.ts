import type { SystemContext, Tx } from "../core/context.ts"
import { lockKeyOf } from "../core/held-lock.ts"
import { reopen } from "./close-chunks.ts"
import { moveItems } from "./move-items.ts"
import { words } from "./rules.ts"

/** A worker that lives renews long before; a little more than its lease, for clocks that do not agree. */
const PAST_LEASE_S = 5

interface Left {
  runId: string
  number: number
}

/**
 * Takes over from workers whose lock is free and whose leases have passed: what they were sending is unknown from then
 * on, the rest of their chunks is open again. Also ends what came back too late to a run that has ended. Gives how many
 * items are unknown by it.
 */
export async function reapWorkers(ctx: SystemContext): Promise<number> {
  const workers = await ctx.ledger(
    (tx) => tx.$queryRaw<{ workerId: string }[]>`
      SELECT DISTINCT c.worker_id AS "workerId" FROM planned_run r JOIN run_chunk c ON c.run_id = r.id AND c.state = 'leased'
      WHERE r.started_at IS NOT NULL AND c.lease_until < now() - make_interval(secs => ${PAST_LEASE_S})`,
  )
  let unknown = 0
  for (const { workerId } of workers) unknown += await ctx.ledger((tx) => reapWorker(tx, workerId))
  await ctx.ledger(closeEnded)
  return unknown
}

async function reapWorker(tx: Tx, workerId: string): Promise<number> {
  const [lock] = await tx.$queryRaw<{ isFree: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${String(lockKeyOf(workerId))}::bigint) AS "isFree"`
  if (!lock?.isFree) return 0
  const left = await tx.$queryRaw<Left[]>`
    SELECT run_id AS "runId", number FROM run_chunk
    WHERE worker_id = ${workerId}::uuid AND state = 'leased' AND lease_until < now() - make_interval(secs => ${PAST_LEASE_S})
    ORDER BY run_id, number FOR UPDATE SKIP LOCKED`
  let unknown = 0
  for (const [runId, numbers] of byRun(left)) {
    const sending = await tx.$queryRaw<{ row: number }[]>`
      SELECT i.row FROM run_chunk c JOIN run_item i ON i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row
      WHERE c.run_id = ${runId}::uuid AND c.number = ANY(${numbers}::int[]) AND c.sending > 0 AND i.state = 'sending'`
    const move = { from: ["sending"], to: "unknown", reason: words.workerEnded } as const
    const moved = await moveItems(
      tx,
      runId,
      sending.map(({ row }) => ({ ...move, row })),
    )
    unknown += moved.length
    await reopen(tx, runId, numbers)
  }
  return unknown
}

async function closeEnded(tx: Tx): Promise<void> {
  const left = await tx.$queryRaw<Left[]>`
    SELECT c.run_id AS "runId", c.number FROM planned_run r JOIN run_chunk c ON c.run_id = r.id AND c.state = 'open'
    WHERE r.state IN ('stopped', 'finished') ORDER BY c.run_id, c.number FOR UPDATE OF c SKIP LOCKED`
  for (const [runId, numbers] of byRun(left)) await reopen(tx, runId, numbers)
}

function byRun(chunks: readonly Left[]): Map<string, number[]> {
  const runs = new Map<string, number[]>()
  for (const { runId, number } of chunks) {
    const numbers = runs.get(runId)
    if (numbers) numbers.push(number)
    else runs.set(runId, [number])
  }
  return runs
}
