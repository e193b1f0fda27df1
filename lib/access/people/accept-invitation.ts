import { hashPassword } from "better-auth/crypto"
import type { SystemContext } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { forgiveAttempt, takeAttempt } from "../limits.ts"
import { becomeMember, useUp } from "./become-member.ts"
import { DEAD_LINK, findInvitation, type OpenInvitation } from "./find-invitation.ts"
import { hashToken } from "./invitation-token.ts"
import { acceptanceSchema, firstAcceptanceSchema } from "./schemas.ts"

export interface Acceptance {
  /** Only where the link names nobody. */
  email?: string
  name: string
  password: string
}

/**
 * Makes whoever has the link a member with this password, or gives a member a new one; gives the address to sign in with.
 * @throws AppError not_found for a link that is good for nothing, conflict for one that is used up meanwhile
 */
export async function acceptInvitation(
  ctx: SystemContext,
  token: string,
  input: Acceptance,
  client: string | null,
): Promise<{ email: string }> {
  const attempt = { at: "invitation", account: hashToken(token), member: null, client } as const
  await takeAttempt(ctx, attempt)
  const invitation = await findInvitation(ctx, token)
  if (!invitation) throw new AppError("not_found", DEAD_LINK)
  const given = whoOf(invitation, input)
  const proof = { providerId: "credential", subject: null, passwordHash: await hashPassword(given.password) }
  const { id, role } = invitation
  await ctx.mutate(
    "member.accept",
    (user: string) => ({ incidentId: null, details: { user, invitation: id, role, by: "password" } }),
    async (tx) => {
      if (invitation.email === null) {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('first administrator', 0))`
        const where = { role: "administrator", deactivatedAt: null } as const
        if ((await tx.user.count({ where })) > 0) throw new AppError("conflict", DEAD_LINK)
        if ((await tx.user.count({ where: { email: given.email } })) > 0)
          throw parseInput.refuse("email", "This is a member’s address; an administrator needs another")
      }
      await useUp(tx, id, ctx.now())
      const user = await becomeMember(tx, { ...given, role, proof })
      await tx.invitation.update({ where: { id }, data: { acceptedBy: user } })
      return user
    },
  )
  await forgiveAttempt(ctx, attempt)
  return { email: given.email }
}

function whoOf(invitation: OpenInvitation, input: Acceptance) {
  if (invitation.email === null) return parseInput(firstAcceptanceSchema, input)
  return { ...parseInput(acceptanceSchema, input), email: invitation.email }
}
