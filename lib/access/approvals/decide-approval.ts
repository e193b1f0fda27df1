import type { Approval } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { demand } from "../rules.ts"
import { getApproval, judgeOf, lockApproval } from "./get-approval.ts"
import { changesSince } from "./plan-anew.ts"
import type { PlannedAct } from "./planned-act.ts"
import { type Judge, judgeApproval } from "./rules.ts"
import { APPROVAL_MS_MAX, type ApprovalDecision, decisionSchema } from "./schemas.ts"
import { voidApproval } from "./void-approval.ts"

/**
 * Approves or refuses what somebody else asked for. Voids it instead, and tells what changed, where the decider saw
 * another plan or what would be approved is not what was asked for any more. Refuses the requester, other roles, whoever
 * got the role after the request, and where it is decided or expired already.
 */
export async function decideApproval(
  ctx: Context,
  planned: PlannedAct,
  id: string,
  input: ApprovalDecision,
): Promise<void> {
  demand(ctx.actor, "approval.decide")
  const { verdict, reason, shown } = parseInput(decisionSchema, input)
  const approval = await getApproval(ctx, id)
  const state = verdict === "approve" ? "approved" : "refused"
  if (isSaid(approval, ctx.actor.id, state)) return
  demandStep(approval, await judgeOf(ctx), verdict, ctx.now())
  if (shown !== approval.digest)
    await voidApproval(ctx, approval, ["The page showed another plan than the one that was asked for."])
  // Who refuses need not wait for figures: nothing will be done either way.
  const changes = verdict === "approve" ? await changesSince(ctx, planned, approval) : []
  if (changes.length > 0) await voidApproval(ctx, approval, changes)

  const { act, digest, incidentId } = approval
  const about = (isNew: boolean) =>
    isNew ? { incidentId, details: { approval: id, act, digest, verdict, reason } } : null
  await ctx.mutate("approval.decide", about, async (tx) => {
    const held = await lockApproval(tx, id)
    if (isSaid(held, ctx.actor.id, state)) return false
    const at = ctx.now()
    demandStep(held, await judgeOf({ actor: ctx.actor, db: tx }), verdict, at)
    await tx.approval.update({
      where: { id },
      data: {
        state,
        decidedAt: at,
        decidedBy: ctx.actor.id,
        decisionReason: reason || null,
        ...(state === "approved"
          ? { expiresAt: new Date(at.getTime() + (planned.validMs ?? APPROVAL_MS_MAX)) }
          : {}),
      },
    })
    return true
  })
}

/** A second click says the same again. */
function isSaid(approval: Approval, actorId: string, state: "approved" | "refused"): boolean {
  return approval.state === state && approval.decidedBy === actorId
}

/** Refuses a step as the rules do, with their reason. */
export function demandStep(
  approval: Approval,
  judge: Judge,
  step: keyof ReturnType<typeof judgeApproval>,
  now: Date,
): void {
  const decision = judgeApproval(approval, judge, now)[step]
  if (!decision.allowed) throw new AppError(decision.code, decision.reason)
}
