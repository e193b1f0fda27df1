import type { Prisma } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import type { ClaimedWatch } from "./claim-watch.ts"
import type { Carried, Found, Verdict } from "./found.ts"

export interface ReadingOutcome {
  verdict: Verdict
  upTo: Date | null
  found: Found
  /** What the next reading is left; null: what it was left before. */
  carried: Carried | null
}

interface Settled {
  incidentId: string
  before: string | null
}

/**
 * Writes a reading, unless the watch was stopped or another reader has it since, and says when the next one is due. That
 * the verdict is another than before is told to the trail in the same transaction.
 */
export async function settleReading(
  ctx: SystemContext,
  { id, readerId }: ClaimedWatch,
  { verdict, upTo, found, carried }: ReadingOutcome,
): Promise<boolean> {
  const settled = await ctx.mutate(
    "watch.judge",
    (one: Settled | null) =>
      one === null || one.before === verdict
        ? null
        : { incidentId: one.incidentId, details: detailsOf(id, one.before, verdict, upTo, found) },
    async (tx): Promise<Settled | null> => {
      const [watch] = await tx.$queryRaw<{ incidentId: string }[]>`
        UPDATE watch SET reader_id = NULL, reader_until = NULL, next_at = now() + make_interval(secs => every_s)
        WHERE id = ${id}::uuid AND reader_id = ${readerId}::uuid AND stopped_at IS NULL
        RETURNING incident_id AS "incidentId"`
      if (!watch) return null
      const last = await tx.watchReading.findFirst({
        where: { watchId: id },
        orderBy: [{ at: "desc" }, { id: "desc" }],
        select: { verdict: true },
      })
      await tx.watchReading.create({
        data: { watchId: id, at: ctx.now(), upTo, verdict, found: json(found) },
      })
      if (carried) await tx.watch.update({ where: { id }, data: { carried: json(carried) } })
      return { incidentId: watch.incidentId, before: last?.verdict ?? null }
    },
  )
  return settled !== null
}

function detailsOf(watch: string, before: string | null, verdict: Verdict, upTo: Date | null, found: Found) {
  const { sentence, log } = found
  return {
    watch,
    verdict,
    before,
    sentence,
    ...(log === null ? {} : { reads: log.reads, misbound: log.misboundInScope }),
    ...(upTo === null ? {} : { logUntil: upTo.toISOString() }),
  }
}

function json(value: Found | Carried): Prisma.InputJsonObject {
  return value as unknown as Prisma.InputJsonObject
}
