import type { Approval } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import type { PlannedAct } from "./planned-act.ts"

/**
 * What was asked for already, for just this plan, and is neither settled nor expired: the approved one first. By this
 * person, or by anybody, their own first.
 */
export async function findOpenApproval(
  ctx: Context,
  { act }: PlannedAct,
  digest: string,
  by: "own" | "anybody" = "own",
): Promise<Approval | null> {
  const open = await ctx.db.approval.findMany({
    where: {
      act,
      digest,
      ...(by === "own" && { requestedBy: ctx.actor.id }),
      state: { in: ["waiting", "approved"] },
      expiresAt: { gt: ctx.now() },
    },
    orderBy: { id: "desc" },
  })
  const own = open.filter(({ requestedBy }) => requestedBy === ctx.actor.id)
  const first = own.length > 0 ? own : open
  return first.find(({ state }) => state === "approved") ?? first[0] ?? null
}
