import { demand } from "../../access/rules.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { heldAuthority } from "./held-authority.ts"

/**
 * Has an authority end no sessions any more, and forgets its secrets. Refuses while a logout of it is under way, and one
 * that was removed already.
 */
export async function removeAuthority(ctx: Context, id: string): Promise<void> {
  demand(ctx.actor, "authority.remove")
  const about = (kind: string) => ({ incidentId: null, details: { authority: id, kind } })
  await ctx.mutate("authority.remove", about, async (tx) => {
    const { kind, name } = await heldAuthority(tx, id)
    if (await hasLogout(tx, id))
      throw new AppError(
        "precondition",
        `A logout of ${name} is under way; abort it or let it come to its end first`,
      )
    // What runs that have ended rest upon stays; the secret goes.
    const data = { removedAt: ctx.now(), removedBy: ctx.actor.id, secret: null }
    await tx.authority.update({ where: { id }, data })
    return kind
  })
}

async function hasLogout(tx: Tx, authorityId: string): Promise<boolean> {
  const underWay = await tx.logoutRun.count({
    where: {
      authorityId,
      OR: [
        { run: { state: { in: ["planning", "running", "paused"] } } },
        { phase: { in: ["containing", "canary_wave", "gate", "wave", "verifying", "settling"] } },
      ],
    },
  })
  return underWay > 0
}
