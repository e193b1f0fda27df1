import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { parseInput } from "../../core/parse-input.ts"
import { liftSchema } from "../schemas.ts"

/**
 * Notes that an authority's hold is over. Who was left out by it is taken up by the next plan. One that was lifted
 * already stays as it is.
 */
export async function liftHold(ctx: Context, holdId: string, input: { reason: string }): Promise<void> {
  demand(ctx.actor, "notice.lift_hold")
  const { reason } = parseInput(liftSchema, input)
  const hold = isUuid(holdId) ? await ctx.db.noticeHold.findUnique({ where: { id: holdId } }) : null
  if (!hold) throw new AppError("not_found", "There is no such hold")
  const { id, incidentId, place, agency } = hold
  const about = (isLifted: boolean) =>
    isLifted ? { incidentId, details: { hold: id, place, agency, reason } } : null
  await ctx.mutate("notice.lift_hold", about, async (tx) => {
    const { count } = await tx.noticeHold.updateMany({
      where: { id, liftedAt: null },
      data: { liftedAt: ctx.now(), liftedBy: ctx.actor.id },
    })
    return count === 1
  })
}
