import type { PrismaClient } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { becomeMember, useUp } from "../people/become-member.ts"

/** Under which the accounts of all who sign in through the provider stand. */
export const PROVIDER = "single-sign-on"

/** Who somebody is at the provider. */
export interface Identity {
  /** Issuer and subject: all that a member is bound to. */
  subject: string
  email: string | null
  isEmailVerified: boolean
  name: string | null
}

/** Why somebody is not let in, as the sign-in page tells it. */
export type SingleSignOnFailure = "stranger" | "unverified" | "other" | "again" | "unavailable"

export class NotAdmitted extends AppError {
  readonly failure: SingleSignOnFailure

  constructor(failure: SingleSignOnFailure) {
    super("forbidden", failureWords[failure])
    this.failure = failure
  }
}

export const failureWords: Readonly<Record<SingleSignOnFailure, string>> = {
  stranger: "Nobody with your e-mail address is a member or invited. Ask an administrator for an invitation.",
  unverified:
    "Your sign-on does not vouch for your e-mail address, so it cannot be held against invitations.",
  other:
    "Your e-mail address belongs to a member who signs in another way. Ask an administrator for a new link.",
  again: "Signing in did not come to its end. Begin again; if it happens again, tell an administrator.",
  unavailable: "The single sign-on does not answer. Try again in a moment.",
}

/**
 * Lets in whoever is bound to a member, or has an open invitation to an address that the provider vouches for, which is
 * thereby accepted; an address alone opens no account that is there.
 * @throws NotAdmitted
 */
export async function admit(ctx: SystemContext, database: PrismaClient, identity: Identity): Promise<void> {
  const { subject, isEmailVerified, name } = identity
  const bound = await database.account.findFirst({
    where: { providerId: PROVIDER, accountId: subject },
    select: { user: { select: { deactivatedAt: true } } },
  })
  if (bound) {
    if (bound.user.deactivatedAt) throw new NotAdmitted("stranger")
    return
  }
  const email = identity.email?.toLowerCase() ?? null
  if (email === null || !isEmailVerified) throw new NotAdmitted("unverified")
  const invitation = await ctx.db.invitation.findFirst({
    where: { email, acceptedAt: null, withdrawnAt: null, expiresAt: { gt: ctx.now() } },
  })
  if (!invitation)
    throw new NotAdmitted((await ctx.db.user.count({ where: { email } })) > 0 ? "other" : "stranger")
  const { id, role } = invitation
  await ctx.mutate(
    "member.accept",
    (user: string) => ({ incidentId: null, details: { user, invitation: id, role, by: "single sign-on" } }),
    async (tx) => {
      await useUp(tx, id, ctx.now())
      const proof = { providerId: PROVIDER, subject, passwordHash: null }
      const user = await becomeMember(tx, { email, name: invitation.name ?? name ?? email, role, proof })
      await tx.invitation.update({ where: { id }, data: { acceptedBy: user } })
      return user
    },
  )
}
