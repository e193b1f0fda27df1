import type { Context } from "../../core/context.ts"
import type { Role } from "../../core/permissions.ts"
import { hashToken } from "./invitation-token.ts"

/** Why a link opens nothing; the same words whether it was never one or is one no more. */
export const DEAD_LINK =
  "This link is not good any more: each works once, for a few days. Ask an administrator for another."

export interface OpenInvitation {
  id: string
  /** null: whoever accepts says who they are. */
  email: string | null
  name: string | null
  role: Role
  expiresAt: Date
  /** The address is a member's, who sets a new password. */
  isMember: boolean
}

/** What a link invites to, or null where it is good for nothing; looking changes nothing. */
export async function findInvitation(
  { db, now }: Pick<Context, "db" | "now">,
  token: string,
): Promise<OpenInvitation | null> {
  const found = await db.invitation.findFirst({
    where: { tokenHash: hashToken(token), acceptedAt: null, withdrawnAt: null, expiresAt: { gt: now() } },
  })
  if (!found) return null
  const { id, email, name, role, expiresAt } = found
  const isMember = email !== null && (await db.user.count({ where: { email } })) > 0
  return { id, email, name, role, expiresAt, isMember }
}
