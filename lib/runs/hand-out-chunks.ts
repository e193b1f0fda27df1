import type { PlannedRun } from "../../prisma/generated/client.ts"
import type { Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { type ClaimedChunk, fill, holdOutdated } from "./claim-chunk.ts"
import { CHUNK_ROWS } from "./create-chunks.ts"
import { holdRun } from "./hold-run.ts"
import type { RunWork } from "./kind.ts"
import { moveItems } from "./move-items.ts"

/** Neighbouring chunks that somebody else carries out. */
export interface HandedOutChunks {
  fromChunk: number
  toChunk: number
  /** Of their items, those that are to be done. */
  items: number
}

/**
 * Gives the next open chunks of a run to somebody else until a deadline: their queued items are `sending` from then on,
 * and no reaper looks for their worker. Refuses a run that is not under way, has not begun, or that a newer revision was
 * not held against. null: there is none left.
 */
export async function handOutChunks(
  tx: Tx,
  runId: string,
  { itemsMax, deadlineAt }: { itemsMax: number; deadlineAt: Date },
  work: Pick<RunWork, "fill" | "recheck">,
): Promise<HandedOutChunks | null> {
  const run = await holdRun(tx, runId)
  await refuseClosed(tx, run)
  for (;;) {
    const chunks = await nextOpen(tx, runId, Math.max(1, Math.floor(itemsMax / CHUNK_ROWS)))
    const [first, last] = [chunks[0], chunks.at(-1)]
    if (!first || !last) return null
    await fillAll(tx, runId, chunks, work)
    if (chunks.some(({ isFilled }) => isFilled))
      await holdOutdated(tx, runId, (await work.recheck?.(first.fromRow, last.toRow)) ?? [])
    const items = await beginAll(tx, runId, first.fromRow, last.toRow)
    await tx.$executeRaw`
      UPDATE run_chunk SET epoch = epoch + 1, worker_id = NULL,
        state = CASE WHEN sending > 0 THEN 'handed_out' WHEN queued + deferred > 0 THEN 'open' ELSE 'done' END::"ChunkState",
        lease_until = CASE WHEN sending > 0 THEN ${deadlineAt}::timestamptz END
      WHERE run_id = ${runId}::uuid AND number BETWEEN ${first.number} AND ${last.number}`
    if (items > 0) return { fromChunk: first.number, toChunk: last.number, items }
  }
}

async function refuseClosed(tx: Tx, { id, incidentId, state, startsAt, checkedRevision }: PlannedRun) {
  if (state !== "running") throw new AppError("precondition", "This run is not under way")
  const [at] = await tx.$queryRaw<{ hasBegun: boolean; newest: number }[]>`
    SELECT ${startsAt}::timestamptz <= clock_timestamp() AS "hasBegun",
      coalesce((SELECT max(number) FROM revision WHERE incident_id = ${incidentId}::uuid AND completed_at IS NOT NULL), 0) AS newest`
  if (!at?.hasBegun)
    throw new AppError("precondition", "This run waits for its beginning; it can still be stopped")
  if (checkedRevision !== null && checkedRevision < at.newest)
    throw new AppError(
      "unavailable",
      `Revision ${at.newest} is being held against run ${id}; try again in a moment`,
    )
}

/** The first open chunks that lie side by side, held. */
async function nextOpen(tx: Tx, runId: string, countMax: number): Promise<ClaimedChunk[]> {
  const open = await tx.$queryRaw<ClaimedChunk[]>`
    SELECT c.number, c.epoch, c.part, c.from_row AS "fromRow", c.to_row AS "toRow", c.is_filled AS "isFilled"
    FROM planned_run r JOIN run_chunk c ON c.run_id = r.id
    WHERE r.id = ${runId}::uuid AND c.state = 'open' AND (c.not_before IS NULL OR c.not_before <= now())
      AND (r.open_chunks IS NULL OR c.number <= r.open_chunks)
    ORDER BY c.number LIMIT ${countMax} FOR UPDATE OF c`
  const first = open[0]?.number ?? 0
  return open.filter(({ number }, nth) => number === first + nth)
}

/** Fills those that are not filled yet, with one look into the list for all that touch each other. */
async function fillAll(
  tx: Tx,
  runId: string,
  chunks: readonly ClaimedChunk[],
  work: Pick<RunWork, "fill">,
): Promise<void> {
  const unfilled = chunks.filter(({ isFilled }) => !isFilled)
  const [first, last] = [unfilled[0], unfilled.at(-1)]
  if (!first || !last) return
  const rows = await work.fill(first.fromRow, last.toRow)
  for (const chunk of unfilled)
    await fill(
      tx,
      runId,
      chunk,
      rows.filter(({ row }) => row >= chunk.fromRow && row < chunk.toRow),
    )
}

async function beginAll(tx: Tx, runId: string, fromRow: number, toRow: number): Promise<number> {
  const queued = await tx.runItem.findMany({
    where: { runId, row: { gte: fromRow, lt: toRow }, state: "queued" },
    select: { row: true },
    orderBy: { row: "asc" },
  })
  const moved = await moveItems(
    tx,
    runId,
    queued.map(({ row }) => ({ row, from: ["queued"], to: "sending" })),
  )
  return moved.length
}
