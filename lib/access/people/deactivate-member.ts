import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { type Decision, may } from "../rules.ts"
import { withdrawOpen } from "./invite-member.ts"
import { afterDeadlock, CHANGED_MEANWHILE, type MemberInQuestion, refuseOneself } from "./member-rules.ts"

/** May this member be deactivated, or reactivated, by this person? */
export function mayDeactivate(actor: Context["actor"], member: MemberInQuestion): Decision {
  const permitted = may(actor, member.deactivatedAt ? "member.reactivate" : "member.deactivate")
  return permitted.allowed ? refuseOneself(actor, member) : permitted
}

/**
 * Shuts a member out: their sessions end, with them open links to their address and the API keys that they made. Nobody deactivates themselves, so that
 * there is always an administrator. What they did stays theirs.
 * @throws AppError forbidden, and conflict where somebody has done so already
 */
export async function deactivateMember(ctx: Context, memberId: string): Promise<void> {
  refuseOneself.orThrow(ctx.actor, { id: memberId })
  const about = { incidentId: null, details: { user: memberId } }
  await afterDeadlock(() =>
    ctx.mutate("member.deactivate", about, async (tx) => {
      const now = ctx.now()
      const { count } = await tx.user.updateMany({
        where: { id: memberId, deactivatedAt: null },
        data: { deactivatedAt: now },
      })
      if (count === 0) throw new AppError("conflict", CHANGED_MEANWHILE)
      await tx.session.deleteMany({ where: { userId: memberId } })
      const { email } = await tx.user.findUniqueOrThrow({ where: { id: memberId } })
      await withdrawOpen(tx, email, now)
      // Keys that they made, they know.
      await tx.apiKey.updateMany({ where: { madeBy: memberId, revokedAt: null }, data: { revokedAt: now } })
    }),
  )
}

/**
 * Lets a member in again, with the password and the second factor that they had. Their role counts as new.
 * @throws AppError forbidden, and conflict where they are not deactivated
 */
export async function reactivateMember(ctx: Context, memberId: string): Promise<void> {
  const about = { incidentId: null, details: { user: memberId } }
  await ctx.mutate("member.reactivate", about, async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: memberId, deactivatedAt: { not: null } },
      data: { deactivatedAt: null, roleSince: ctx.now() },
    })
    if (count === 0) throw new AppError("conflict", CHANGED_MEANWHILE)
  })
}
