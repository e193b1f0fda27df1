import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { demandNoLogout, heldAuthority } from "./held-authority.ts"

/**
 * Has an authority end no sessions any more, and forgets its secrets. Refuses while a logout of it is under way, and one
 * that was removed already.
 */
export async function removeAuthority(ctx: Context, id: string): Promise<void> {
  demand(ctx.actor, "authority.remove")
  const about = (kind: string) => ({ incidentId: null, details: { authority: id, kind } })
  await ctx.mutate("authority.remove", about, async (tx) => {
    const { kind, name } = await heldAuthority(tx, id)
    await demandNoLogout(tx, { id, name })
    // What runs that have ended rest upon stays; the secret goes.
    const data = { removedAt: ctx.now(), removedBy: ctx.actor.id, secret: null }
    await tx.authority.update({ where: { id }, data })
    return kind
  })
}
