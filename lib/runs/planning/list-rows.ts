import { stat } from "node:fs/promises"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import type { Row } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import type { View } from "../../core/permissions.ts"
import { parquetScan } from "../../core/sql.ts"
import { digestOfFile, listFile } from "./run-folder.ts"

/** Rows of a frozen list, as far as their kind of run needs them. */
export interface ListRows<R> {
  /** Exactly these, in order. */
  between(fromRow: number, toRow: number): Promise<R[]>
  /** One, most likely of a stretch that was read before. */
  at(row: number): Promise<R>
}

/** Which columns of a list are read, as SQL, besides its `row`, and as whose view. */
export interface ListColumns {
  view: View
  columns: string
}

/** How much is read for one row, and how many stretches are kept: a worker has a few chunks at a time. */
const STRETCH_ROWS = 500
const STRETCHES_MAX = 12

type Ctx = Pick<Context, "config" | "results">

/**
 * The frozen list of a run. Its digest is checked here, and again whenever the file is not the one that it was.
 * @throws AppError precondition where the list is not the one that was frozen, or is gone
 */
export async function openListRows<R extends { row: number }>(
  ctx: Ctx,
  run: Pick<PlannedRun, "id" | "incidentId" | "listDigest" | "listRows">,
  columns: ListColumns,
): Promise<ListRows<R>> {
  const file = listFile(ctx.config, run)
  let identity = ""
  /** That it is the file which was frozen: whatever was done to it since, its digest is taken anew. */
  const check = async () => {
    const current = await identityOf(file)
    if (current === identity) return
    if ((await digestOfFile(file)) !== run.listDigest || (await identityOf(file)) !== current)
      throw otherList()
    identity = current
  }
  await check()
  const stretches: { fromRow: number; toRow: number; rows: Promise<R[]> }[] = []
  const read = async (fromRow: number, toRow: number): Promise<R[]> => {
    await check()
    const rows = (await readRows(ctx, file, columns, fromRow, toRow)) as unknown as R[]
    // What was read is of the file that was checked, if that is still there.
    await check()
    const isWhole = rows.length === toRow - fromRow && rows.every(({ row }, nth) => row === fromRow + nth)
    if (!isWhole) throw otherList()
    return rows
  }
  const between = (fromRow: number, toRow: number): Promise<R[]> => {
    const stretch = { fromRow, toRow, rows: read(fromRow, toRow) }
    stretches.push(stretch)
    if (stretches.length > STRETCHES_MAX) stretches.shift()
    stretch.rows.catch(() => stretches.splice(stretches.indexOf(stretch), 1))
    return stretch.rows
  }
  return {
    between,
    async at(row) {
      const known = stretches.find(({ fromRow, toRow }) => row >= fromRow && row < toRow)
      const fromRow = known?.fromRow ?? row - (row % STRETCH_ROWS)
      const rows = await (known?.rows ??
        between(fromRow, Math.min(fromRow + STRETCH_ROWS, run.listRows ?? 0)))
      return rows[row - fromRow] ?? Promise.reject(otherList())
    },
  }
}

async function readRows(
  ctx: Ctx,
  file: string,
  { view, columns }: ListColumns,
  fromRow: number,
  toRow: number,
): Promise<Row[]> {
  return await ctx.results(view).rows(
    `SELECT "row", ${columns} FROM ${parquetScan([file])}
     WHERE "row" >= $first::INTEGER AND "row" < $end::INTEGER ORDER BY "row"`,
    { first: fromRow, end: toRow },
  )
}

/** What another file in its place, or one that was written to, has not. */
async function identityOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ")
  } catch (cause) {
    throw new AppError("precondition", "The frozen list of this run cannot be read", { cause })
  }
}

function otherList(): AppError {
  return new AppError("precondition", "The list of this run is not the one that was frozen")
}
