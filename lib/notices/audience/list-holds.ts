import type { NoticeHold } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"

/** The holds of authorities in an incident, the latest first; those that were lifted stay in it. */
export async function listHolds(ctx: Context, incidentId: string): Promise<NoticeHold[]> {
  demand(ctx.actor, "notices.view")
  return await ctx.db.noticeHold.findMany({ where: { incidentId }, orderBy: { placedAt: "desc" } })
}
