import { beside } from "../../core/beside.ts"
import type { Engine } from "../../core/engine.ts"
import { literal, parquetScan, sqlFile } from "../../core/sql.ts"
import { CHUNK_ROWS, type ListPart } from "../create-chunks.ts"

/** The parts of a list that was just made as its chunks are made of them, with how many of each stretch are left out. */
export async function chunkList(
  engine: Engine,
  file: string,
  parts: readonly Pick<ListPart, "part" | "fromRow" | "toRow">[],
): Promise<ListPart[]> {
  const places = { list: parquetScan([file]), chunk_rows: literal(CHUNK_ROWS) }
  const skipped = await engine.rows<{ part: string; nth: number; suppressed: number }>(
    sqlFile(beside(import.meta.url, "./queries/list-skips.sql"), places),
  )
  return parts.map(({ part, fromRow, toRow }) => {
    const stretches = Array.from({ length: Math.ceil((toRow - fromRow) / CHUNK_ROWS) }, () => ({
      suppressed: 0,
    }))
    for (const one of skipped.filter((row) => row.part === part))
      stretches[one.nth] = { suppressed: one.suppressed }
    return { part, fromRow, toRow, skips: stretches }
  })
}
