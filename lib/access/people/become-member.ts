import { randomUUID } from "node:crypto"
import type { Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { Role } from "../../core/permissions.ts"
import { DEAD_LINK } from "./find-invitation.ts"

/** How a member proves who they are from now on. */
export interface Proof {
  providerId: string
  /** Of single sign-on: who they are at the provider. Of a password: their own id. */
  subject: string | null
  passwordHash: string | null
}

interface Newcomer {
  email: string
  name: string
  role: Role
  proof: Proof
}

/**
 * Uses an invitation up: of all who try at once, one.
 * @throws AppError conflict for everybody else
 */
export async function useUp(tx: Tx, invitationId: string, now: Date): Promise<void> {
  const { count } = await tx.invitation.updateMany({
    where: { id: invitationId, acceptedAt: null, withdrawnAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  })
  if (count === 0) throw new AppError("conflict", DEAD_LINK)
}

/**
 * Makes a member, or lets one that is there begin anew: whoever was signed in as them is signed out, and what they
 * proved themselves with before, second factor included, is good for nothing any more. Their role counts as new.
 * @throws AppError conflict where the member was deactivated or has another role meanwhile
 */
export async function becomeMember(tx: Tx, { email, name, role, proof }: Newcomer): Promise<string> {
  const known = await tx.user.findUnique({ where: { email } })
  if (known?.deactivatedAt || (known && known.role !== role)) throw new AppError("conflict", DEAD_LINK)
  const id = known?.id ?? randomUUID()
  if (known) await tx.user.update({ where: { id }, data: { twoFactorEnabled: false, roleSince: new Date() } })
  else await tx.user.create({ data: { id, email, name, role, emailVerified: true } })
  await tx.session.deleteMany({ where: { userId: id } })
  await tx.twoFactor.deleteMany({ where: { userId: id } })
  await tx.account.deleteMany({ where: { userId: id } })
  const { providerId, subject, passwordHash } = proof
  await tx.account.create({
    data: { id: randomUUID(), userId: id, providerId, accountId: subject ?? id, password: passwordHash },
  })
  return id
}
