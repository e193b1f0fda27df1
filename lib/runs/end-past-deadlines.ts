import type { SystemContext, Tx } from "../core/context.ts"
import { reopen } from "./close-chunks.ts"
import { moveItems } from "./move-items.ts"

/** So many chunks are held at a time. */
const CHUNKS_MAX = 20

/** Why such an item is unknown. */
export const NOT_IN_TIME = "No result came back in time"

/**
 * What was handed out and has not come back by its deadline is unknown from then on; chunks of which all has come back
 * are done, and what waits in them is open again. Gives how many items are unknown by it.
 */
export async function endPastDeadlines(ctx: SystemContext): Promise<number> {
  let unknown = 0
  for (;;) {
    const done = await ctx.ledger(endSome)
    if (done === null) return unknown
    unknown += done
  }
}

interface Late {
  runId: string
  number: number
}

async function endSome(tx: Tx): Promise<number | null> {
  const late = await tx.$queryRaw<Late[]>`
    SELECT run_id AS "runId", number FROM run_chunk
    WHERE state = 'handed_out' AND (lease_until < now() OR sending = 0) AND run_id = (
      SELECT r.id FROM planned_run r
      WHERE r.started_at IS NOT NULL AND EXISTS (
        SELECT FROM run_chunk c WHERE c.run_id = r.id AND c.state = 'handed_out' AND (c.lease_until < now() OR c.sending = 0))
      LIMIT 1)
    ORDER BY number LIMIT ${CHUNKS_MAX} FOR UPDATE SKIP LOCKED`
  const runId = late[0]?.runId
  if (runId === undefined) return null
  const numbers = late.map(({ number }) => number)
  const sending = await tx.$queryRaw<{ row: number }[]>`
    SELECT i.row FROM run_chunk c JOIN run_item i ON i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row
    WHERE c.run_id = ${runId}::uuid AND c.number = ANY(${numbers}::int[]) AND i.state = 'sending'`
  const moved = await moveItems(
    tx,
    runId,
    sending.map(({ row }) => ({ row, from: ["sending"], to: "unknown", reason: NOT_IN_TIME })),
  )
  await reopen(tx, runId, numbers)
  return moved.length
}
