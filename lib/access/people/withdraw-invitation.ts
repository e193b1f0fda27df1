import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"

/**
 * Makes a link worthless that nobody has used.
 * @throws AppError conflict where it was accepted or withdrawn meanwhile
 */
export async function withdrawInvitation(ctx: Context, id: string): Promise<void> {
  const about = { incidentId: null, details: { invitation: id } }
  await ctx.mutate("member.withdraw_invitation", about, async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id, acceptedAt: null, withdrawnAt: null },
      data: { withdrawnAt: ctx.now() },
    })
    if (count === 0)
      throw new AppError(
        "conflict",
        "This invitation was accepted or withdrawn meanwhile; load the page again",
      )
  })
}
