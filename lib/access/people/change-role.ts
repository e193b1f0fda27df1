import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { type Decision, may } from "../rules.ts"
import { afterDeadlock, CHANGED_MEANWHILE, type MemberInQuestion, refuseOneself } from "./member-rules.ts"
import { roleSchema } from "./schemas.ts"

/** May this member's role be changed by this person? */
export function mayChangeRole(actor: Context["actor"], member: MemberInQuestion): Decision {
  const permitted = may(actor, "member.change_role")
  if (!permitted.allowed) return permitted
  if (member.deactivatedAt) return { allowed: false, reason: "Reactivate them first." }
  return refuseOneself(actor, member)
}

/**
 * Gives a member another role; their sessions end, for what they had open was another role's. Nobody changes their own,
 * so that there is always an administrator.
 * @throws AppError forbidden, and conflict where the member is not what they were when this was decided
 */
export async function changeRole(
  ctx: Context,
  { memberId, from, to }: { memberId: string; from: string; to: string },
): Promise<void> {
  const [before, after] = [parseInput(roleSchema, from), parseInput(roleSchema, to)]
  refuseOneself.orThrow(ctx.actor, { id: memberId })
  if (before === after) throw new AppError("conflict", `They are ${after} already`)
  const about = { incidentId: null, details: { user: memberId, from: before, to: after } }
  await afterDeadlock(() =>
    ctx.mutate("member.change_role", about, async (tx) => {
      const { count } = await tx.user.updateMany({
        where: { id: memberId, role: before, deactivatedAt: null },
        data: { role: after, roleSince: ctx.now() },
      })
      if (count === 0) throw new AppError("conflict", CHANGED_MEANWHILE)
      await tx.session.deleteMany({ where: { userId: memberId } })
    }),
  )
}
