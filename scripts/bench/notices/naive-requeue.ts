import type { SystemContext } from "../../../lib/core/context.ts"
import { chunkHolders } from "./take-over-watch.ts"

/**
 * What the product never does: whatever a dead worker was sending, and whatever nobody knows of, is queued again at once.
 * A test that finds no letter twice by this finds nothing.
 */
export async function requeueNaively(ctx: SystemContext, runId: string): Promise<void> {
  const { dead } = await chunkHolders(ctx)
  await ctx.ledger(async (tx) => {
    await tx.$executeRaw`
      UPDATE run_item i SET state = 'queued' FROM run_chunk c
      WHERE c.run_id = ${runId}::uuid AND i.run_id = c.run_id AND i.chunk = c.number
        AND (i.state = 'unknown' OR (i.state = 'sending' AND c.state = 'leased' AND c.worker_id = ANY(${dead}::uuid[])))`
    await tx.$executeRaw`
      UPDATE run_chunk c SET queued = n.queued, sending = n.sending, unknown = n.unknown,
        state = CASE WHEN c.state = 'leased' AND NOT c.worker_id = ANY(${dead}::uuid[]) THEN 'leased'
          WHEN n.queued + n.sending + c.deferred = 0 THEN 'done' ELSE 'open' END::"ChunkState"
      FROM (SELECT chunk, count(*) FILTER (WHERE state = 'queued')::int AS queued,
          count(*) FILTER (WHERE state = 'sending')::int AS sending,
          count(*) FILTER (WHERE state = 'unknown')::int AS unknown
        FROM run_item WHERE run_id = ${runId}::uuid GROUP BY chunk) n
      WHERE c.run_id = ${runId}::uuid AND c.number = n.chunk
        AND (c.queued, c.sending, c.unknown) IS DISTINCT FROM (n.queued, n.sending, n.unknown)`
    await tx.$executeRaw`
      UPDATE run_chunk SET state = 'open', worker_id = NULL, lease_until = NULL
      WHERE run_id = ${runId}::uuid AND state = 'leased' AND worker_id = ANY(${dead}::uuid[])`
  })
}
