import type { Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"

/** How many rows of the list are leased at once. */
export const CHUNK_ROWS = 500
const INSERTED_AT_ONCE = 5_000

/** A stretch of the list that is one part of the plan. */
export interface ListPart {
  part: string
  fromRow: number
  /** The one after the last. */
  toRow: number
  /** Of each 500 rows in their order, how many the list itself keeps back; none where it is left out. */
  skips?: readonly ({ suppressed?: number; held?: number } | undefined)[]
}

/**
 * Makes the chunks of a run from the parts of its list, in their order, with counters that add up: what is not kept back
 * is queued. Refuses a run that has some.
 */
export async function createChunks(tx: Tx, runId: string, parts: readonly ListPart[]): Promise<void> {
  if ((await tx.runChunk.count({ where: { runId }, take: 1 })) > 0)
    throw new AppError("conflict", "This run is planned already.")
  const chunks = parts.flatMap(chunksOf).map((chunk, index) => ({ number: index + 1, ...chunk }))
  for (let at = 0; at < chunks.length; at += INSERTED_AT_ONCE)
    await tx.$executeRaw`
      INSERT INTO run_chunk (run_id, number, part, from_row, to_row, queued, suppressed, held)
      SELECT ${runId}::uuid, c.number, c.part, c."fromRow", c."toRow", c.queued, c.suppressed, c.held
      FROM jsonb_to_recordset(${JSON.stringify(chunks.slice(at, at + INSERTED_AT_ONCE))}::jsonb)
        AS c (number int, part text, "fromRow" int, "toRow" int, queued int, suppressed int, held int)`
}

function chunksOf({ part, fromRow, toRow, skips }: ListPart) {
  return Array.from({ length: Math.ceil((toRow - fromRow) / CHUNK_ROWS) }, (_, nth) => {
    const from = fromRow + nth * CHUNK_ROWS
    const to = Math.min(from + CHUNK_ROWS, toRow)
    const { suppressed = 0, held = 0 } = skips?.[nth] ?? {}
    return { part, fromRow: from, toRow: to, queued: to - from - suppressed - held, suppressed, held }
  })
}
