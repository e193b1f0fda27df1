import type { Approval, Prisma } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import { demand } from "../rules.ts"
import { demandStep } from "./decide-approval.ts"
import { getApproval, judgeOf, lockApproval } from "./get-approval.ts"
import { changesSince } from "./plan-anew.ts"
import type { PlannedAct } from "./planned-act.ts"
import { voidApproval } from "./void-approval.ts"

/** Found under the lock: what was approved is not what would be done. The transaction is undone, and the approval void. */
class Changed extends Error {
  readonly changes: readonly string[]
  constructor(changes: readonly string[]) {
    super("what was approved has changed")
    this.changes = changes
  }
}

/**
 * Does what was approved, once: the act, its trail entry and the approval's end are there together or not at all. Only who
 * asked for it may. Voids the approval, and does nothing, where the plan has changed or whoever approved it has left
 * their role. What is done already is not done again.
 */
export async function performApproved(ctx: Context, planned: PlannedAct, id: string): Promise<void> {
  demand(ctx.actor, planned.act)
  const approval = await getApproval(ctx, id)
  if (isDone(approval, ctx.actor.id)) return
  demandStep(approval, await judgeOf(ctx), "perform", ctx.now())
  const changes = await changesSince(ctx, planned, approval)
  if (changes.length > 0) await voidApproval(ctx, approval, changes)

  const { digest, incidentId, revision, decidedBy } = approval
  const about = (told: Prisma.InputJsonObject | null) =>
    told ? { incidentId, details: { ...told, approval: id, digest, approvedBy: decidedBy } } : null
  try {
    await ctx.mutate(planned.act, about, async (tx) => {
      const held = await lockApproval(tx, id)
      if (isDone(held, ctx.actor.id)) return null
      const under = { ...ctx, db: tx }
      const now = ctx.now()
      demandStep(held, await judgeOf(under), "perform", now)
      if (!(await isApproverStanding(tx, held)))
        throw new Changed([`Whoever approved it is not active as ${held.approverRole} any more.`])
      const since = await changesSince(under, planned, held)
      if (since.length > 0) throw new Changed(since)
      const performedBy = { performedAt: now, performedBy: ctx.actor.id }
      await tx.approval.update({ where: { id }, data: { state: "performed", ...performedBy } })
      const done = { actor: ctx.actor, now, approvalId: id, revision }
      return await planned.perform(tx, done, planned.parse(held.input))
    })
  } catch (error) {
    if (!(error instanceof Changed)) throw error
    await voidApproval(ctx, approval, error.changes)
  }
}

function isDone({ state, performedBy }: Approval, actorId: string): boolean {
  return state === "performed" && performedBy === actorId
}

/** Held until the transaction ends: nobody is deactivated between the question and the act. */
async function isApproverStanding(
  tx: Tx,
  { decidedBy, approverRole, requestedAt }: Approval,
): Promise<boolean> {
  const standing = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "user" WHERE id = ${decidedBy} AND role = ${approverRole}::"Role" AND deactivated_at IS NULL
      AND date_trunc('milliseconds', role_since) <= ${requestedAt} FOR SHARE`
  return standing.length === 1
}
