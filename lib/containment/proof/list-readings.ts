import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { isUuid } from "../../core/is-uuid.ts"
import type { Found, Verdict } from "./found.ts"

const PAGE_ROWS = 20

/** A reading as a line of a list. */
export interface ReadingLine {
  id: string
  at: Date
  upTo: Date | null
  verdict: Verdict
  sentence: string
  /** Null where nothing could be read. */
  reads: number | null
  misbound: number | null
  tookMs: number
}

/** The readings of a watch, the latest first, twenty at a time; `before` is the last line of the page before. */
export async function listReadings(
  ctx: Context,
  watchId: string,
  before?: string,
): Promise<{ readings: ReadingLine[]; next: string | null }> {
  demand(ctx.actor, "containment.view")
  const isFirst = before === undefined || !isUuid(before)
  const rows = await ctx.db.watchReading.findMany({
    where: { watchId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: PAGE_ROWS + 1,
    ...(isFirst ? {} : { cursor: { id: before }, skip: 1 }),
  })
  const readings = rows.slice(0, PAGE_ROWS).map(({ id, at, upTo, verdict, found }): ReadingLine => {
    const { sentence, log, tookMs } = found as unknown as Found
    const numbers = { reads: log?.reads ?? null, misbound: log?.misboundInScope ?? null }
    return { id, at, upTo, verdict: verdict as Verdict, sentence, tookMs, ...numbers }
  })
  return { readings, next: rows.length > PAGE_ROWS ? (readings.at(-1)?.id ?? null) : null }
}
