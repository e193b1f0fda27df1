import type { Context } from "../../core/context.ts"
import { standingArming } from "./find-arming.ts"

/**
 * Has no letter leave through a relay any more: runs under way that were approved for it keep their letters back, and do
 * not give them to the sink instead. Where none is armed, nothing is done.
 */
export async function disarmMail(ctx: Context): Promise<void> {
  const about = (relay: string | null) => (relay === null ? null : { incidentId: null, details: { relay } })
  await ctx.mutate("mail.disarm", about, async (tx) => {
    await tx.$executeRaw`LOCK TABLE mail_arming IN SHARE ROW EXCLUSIVE MODE`
    const standing = await standingArming(tx)
    if (standing === null) return null
    await tx.mailArming.updateMany({
      where: { disarmedAt: null },
      data: { disarmedAt: ctx.now(), disarmedBy: ctx.actor.id },
    })
    return standing.relay
  })
}
