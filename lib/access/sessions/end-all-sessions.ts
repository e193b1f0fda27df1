import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { demand } from "../rules.ts"

/**
 * Ends all sessions of a member, this one included, and tells how many. Everybody may end their own, an administrator
 * those of others.
 * @throws AppError forbidden, and not_found where there is no such member
 */
export async function endAllSessions(ctx: Context, memberId: string): Promise<number> {
  if (memberId !== ctx.actor.id) demand(ctx.actor, "member.deactivate")
  return await ctx.mutate(
    "session.end_all",
    (sessions: number) =>
      sessions === 0 ? null : { incidentId: null, details: { user: memberId, sessions } },
    async (tx) => {
      if ((await tx.user.count({ where: { id: memberId } })) === 0)
        throw new AppError("not_found", "There is no such member")
      return (await tx.session.deleteMany({ where: { userId: memberId } })).count
    },
  )
}
