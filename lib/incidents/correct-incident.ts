import type { Context } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { parseInput } from "../core/parse-input.ts"
import { type Correction, correctionSchema } from "./schemas.ts"

/**
 * Corrects what was said when an incident was declared, with a reason; what it was before stays in the trail. Refuses a
 * moment of awareness that is yet to come.
 */
export async function correctIncident(ctx: Context, incidentId: string, input: Correction): Promise<void> {
  const { title, severity, awareAt, firstReport, reason } = parseInput(correctionSchema, input)
  if (awareAt > ctx.now()) throw parseInput.refuse("awareAt", "This is yet to come")
  const before = await ctx.db.incident.findUnique({ where: { id: incidentId } })
  if (!before) throw new AppError("not_found", "There is no such incident")
  const was = { title: before.title, severity: before.severity, awareAt: before.awareAt.toISOString() }
  const details = { was, now: { title, severity, awareAt: awareAt.toISOString() }, reason }
  await ctx.mutate("incident.correct", { incidentId, details }, async (tx) => {
    const { count } = await tx.incident.updateMany({
      where: { id: incidentId, title: before.title, severity: before.severity, awareAt: before.awareAt },
      data: { title, severity, awareAt, firstReport: firstReport || null },
    })
    if (count === 0)
      throw new AppError(
        "conflict",
        "Somebody else has corrected it meanwhile. Load the page again to see it.",
      )
  })
}
