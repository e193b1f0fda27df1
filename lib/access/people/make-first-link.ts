import type { SystemContext } from "../../core/context.ts"
import { invitationLink, makeToken } from "./invitation-token.ts"
import { withdrawOpen } from "./invite-member.ts"

const FIRST_LINK_HOURS = 24

/**
 * The one-time link that makes the first administrator, or null where there is one already; an earlier link ends.
 */
export async function makeFirstLink(ctx: SystemContext): Promise<string | null> {
  if (await hasAdministrator(ctx)) return null
  const { token, tokenHash } = makeToken()
  const now = ctx.now()
  await ctx.mutate(
    "member.invite",
    (invitation: string) => ({ incidentId: null, details: { invitation, role: "administrator" } }),
    async (tx) => {
      await withdrawOpen(tx, null, now)
      const { id } = await tx.invitation.create({
        data: {
          tokenHash,
          role: "administrator",
          invitedBy: ctx.actor.id,
          invitedAt: now,
          expiresAt: new Date(now.getTime() + FIRST_LINK_HOURS * 3_600_000),
        },
      })
      return id
    },
  )
  return invitationLink(ctx.config, token)
}

/** Whether anybody can let others in. */
async function hasAdministrator({ db }: SystemContext): Promise<boolean> {
  return (await db.user.count({ where: { role: "administrator", deactivatedAt: null } })) > 0
}
