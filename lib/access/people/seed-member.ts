import { hashPassword } from "better-auth/crypto"
import type { SystemContext } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { becomeMember } from "./become-member.ts"
import { invitationSchema, passwordSchema } from "./schemas.ts"

/**
 * Makes a member with a password, or gives one a new password, without an invitation: for demonstrations and tests, by
 * Tocsin itself alone.
 */
export async function seedMember(
  ctx: SystemContext,
  member: { email: string; name: string; role: string; password: string },
): Promise<string> {
  const known = parseInput(invitationSchema, member)
  const passwordHash = await hashPassword(parseInput(passwordSchema, member.password))
  return await ctx.mutate(
    "member.accept",
    (user: string) => ({ incidentId: null, details: { user, role: known.role, by: "seed" } }),
    (tx) => becomeMember(tx, { ...known, proof: { providerId: "credential", subject: null, passwordHash } }),
  )
}
