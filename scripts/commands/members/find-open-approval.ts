import type { Context } from "../../../lib/core/context.ts"
import type { DangerousAct } from "../../../lib/core/permissions.ts"
import type { Approval } from "../../../prisma/generated/client.ts"

/** What waits for a decision about a run, or was approved and not performed yet. */
export async function findOpenApproval(
  ctx: Context,
  act: DangerousAct,
  runId: string,
): Promise<Approval | null> {
  return await ctx.db.approval.findFirst({
    where: {
      act,
      state: { in: ["waiting", "approved"] },
      expiresAt: { gt: ctx.now() },
      input: { path: ["runId"], equals: runId },
    },
    orderBy: { id: "desc" },
  })
}
