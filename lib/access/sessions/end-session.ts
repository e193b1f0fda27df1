import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"

/**
 * Ends one of one's own sessions.
 * @throws AppError not_found where it has ended already, or is somebody else's
 */
export async function endSession(ctx: Context, sessionId: string): Promise<void> {
  const about = { incidentId: null, details: { user: ctx.actor.id } }
  await ctx.mutate("session.end", about, async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id: sessionId, userId: ctx.actor.id } })
    if (count === 0) throw new AppError("not_found", "This session has ended already")
  })
}
