import type { Context } from "../../core/context.ts"
import type { Role } from "../../core/permissions.ts"
import { demand } from "../rules.ts"
import type { MemberInQuestion } from "./member-rules.ts"

export interface Member extends MemberInQuestion {
  name: string
  email: string
  role: Role
  roleSince: Date
  hasSecondFactor: boolean
}

export interface WaitingInvitation {
  id: string
  /** null: the first administrator's. */
  email: string | null
  role: Role
  invitedAt: Date
  expiresAt: Date
}

/**
 * Everybody who is or was a member, the active ones first, and the links that wait to be used.
 * @throws AppError forbidden
 */
export async function listMembers(
  ctx: Context,
): Promise<{ members: Member[]; invitations: WaitingInvitation[] }> {
  demand(ctx.actor, "members.view")
  const [users, invitations] = await Promise.all([
    ctx.db.user.findMany({
      orderBy: [{ deactivatedAt: { sort: "desc", nulls: "first" } }, { name: "asc" }, { email: "asc" }],
    }),
    ctx.db.invitation.findMany({
      where: { acceptedAt: null, withdrawnAt: null, expiresAt: { gt: ctx.now() } },
      orderBy: { invitedAt: "desc" },
      select: { id: true, email: true, role: true, invitedAt: true, expiresAt: true },
    }),
  ])
  const members = users.map(({ id, name, email, role, roleSince, twoFactorEnabled, deactivatedAt }) => ({
    id,
    name,
    email,
    role,
    roleSince,
    hasSecondFactor: twoFactorEnabled,
    deactivatedAt,
  }))
  return { members, invitations }
}
