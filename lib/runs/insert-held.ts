import type { Tx } from "../core/context.ts"
import { invariant } from "../core/errors.ts"
import { insertItems } from "./claim-chunk.ts"
import { holdRun } from "./hold-run.ts"
import type { NewItem } from "./kind.ts"
import { moveItems } from "./move-items.ts"
import { hasEnded } from "./rules.ts"

interface HeldChunk {
  number: number
  fromRow: number
  toRow: number
  isFilled: boolean
}

/**
 * Keeps items back: those of chunks that are not filled yet are put into the ledger as held, those of filled ones are
 * moved from queued or deferred. Of what is under way or unknown it is noted, so that it is held too should it come back
 * as not done. Gives how many are held now; what is in another state stays as it is. Holds the run until the
 * transaction ends.
 */
export async function insertHeld(tx: Tx, runId: string, items: readonly NewItem[]): Promise<number> {
  if (items.length === 0 || hasEnded(await holdRun(tx, runId))) return 0
  const byRow = items.toSorted((one, other) => one.row - other.row)
  const chunks = await tx.$queryRaw<HeldChunk[]>`
    SELECT c.number, c.from_row AS "fromRow", c.to_row AS "toRow", c.is_filled AS "isFilled" FROM run_chunk c
    WHERE c.run_id = ${runId}::uuid AND EXISTS (
      SELECT FROM unnest(${byRow.map(({ row }) => row)}::int[]) AS r (row) WHERE r.row >= c.from_row AND r.row < c.to_row)
    ORDER BY c.number FOR UPDATE OF c`
  let held = 0
  let at = 0
  for (const chunk of chunks.toSorted((one, other) => one.fromRow - other.fromRow)) {
    const own: NewItem[] = []
    for (let item = byRow[at]; item && item.row < chunk.toRow; item = byRow[++at]) own.push(item)
    held += chunk.isFilled ? await holdFilled(tx, runId, own) : await holdUnfilled(tx, runId, chunk, own)
  }
  invariant(at === byRow.length, "items that are held are of the run's list")
  return held
}

async function holdFilled(tx: Tx, runId: string, items: readonly NewItem[]): Promise<number> {
  const moved = await moveItems(
    tx,
    runId,
    items.map(({ row, reason = "" }) => ({ row, from: ["queued", "deferred"], to: "held", reason })),
  )
  await tx.$executeRaw`
    UPDATE run_item i SET hold_reason = h.reason
    FROM jsonb_to_recordset(${JSON.stringify(items.map(({ row, reason = "" }) => ({ row, reason })))}::jsonb)
      AS h (row int, reason text)
    WHERE i.run_id = ${runId}::uuid AND i.row = h.row AND i.state IN ('sending', 'unknown')`
  return moved.length
}

/** Whom the list itself keeps back is in no chunk's queue: such an item is not to be given here. */
async function holdUnfilled(
  tx: Tx,
  runId: string,
  { number }: HeldChunk,
  items: readonly NewItem[],
): Promise<number> {
  const held = items.map((item) => ({ ...item, state: "held" as const }))
  const inserted = await insertItems(tx, runId, number, held)
  await tx.$executeRaw`
    UPDATE run_chunk SET queued = queued - ${inserted}::int, held = held + ${inserted}::int
    WHERE run_id = ${runId}::uuid AND number = ${number}`
  return inserted
}
