import type { Context } from "../../core/context.ts"
import { demand } from "../rules.ts"
import { demandStep } from "./decide-approval.ts"
import { getApproval, judgeOf, lockApproval } from "./get-approval.ts"

/** Takes a request back that was not performed yet, approved or not. Refuses everybody but who asked for it. */
export async function withdrawApproval(ctx: Context, id: string): Promise<void> {
  demand(ctx.actor, "approval.withdraw")
  const { act, digest, incidentId } = await getApproval(ctx, id)
  const about = (isNew: boolean) => (isNew ? { incidentId, details: { approval: id, act, digest } } : null)
  await ctx.mutate("approval.withdraw", about, async (tx) => {
    const held = await lockApproval(tx, id)
    if (held.state === "withdrawn" && held.requestedBy === ctx.actor.id) return false
    demandStep(held, await judgeOf({ actor: ctx.actor, db: tx }), "withdraw", ctx.now())
    await tx.approval.update({ where: { id }, data: { state: "withdrawn" } })
    return true
  })
}
