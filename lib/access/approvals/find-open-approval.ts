import type { Approval } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import type { PlannedAct } from "./planned-act.ts"

/** What this person has asked for already, for just this plan, and is neither settled nor expired; the approved one first. */
export async function findOpenApproval(
  ctx: Context,
  { act }: PlannedAct,
  digest: string,
): Promise<Approval | null> {
  const open = await ctx.db.approval.findMany({
    where: {
      act,
      digest,
      requestedBy: ctx.actor.id,
      state: { in: ["waiting", "approved"] },
      expiresAt: { gt: ctx.now() },
    },
    orderBy: { id: "desc" },
  })
  return open.find(({ state }) => state === "approved") ?? open[0] ?? null
}
