import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { demand } from "../rules.ts"
import { demandStep } from "./decide-approval.ts"
import { getApproval, judgeOf, lockApproval } from "./get-approval.ts"
import { reviewSchema } from "./schemas.ts"

/**
 * Says what a second person found of an act that was done in an emergency. Once, by the role that would have approved it;
 * refuses whoever did it.
 */
export async function reviewEmergency(ctx: Context, id: string, text: string): Promise<void> {
  demand(ctx.actor, "approval.review")
  const { review } = parseInput(reviewSchema, { review: text })
  const { act, digest, incidentId } = await getApproval(ctx, id)
  const about = (isNew: boolean) =>
    isNew ? { incidentId, details: { approval: id, act, digest, review } } : null
  await ctx.mutate("approval.review", about, async (tx) => {
    const held = await lockApproval(tx, id)
    if (held.reviewedBy === ctx.actor.id && held.review === review) return false
    const now = ctx.now()
    demandStep(held, await judgeOf({ actor: ctx.actor, db: tx }), "review", now)
    await tx.approval.update({
      where: { id },
      data: { reviewedAt: now, reviewedBy: ctx.actor.id, review },
    })
    return true
  })
}
