import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { heldSwitch } from "./held-switch.ts"

/**
 * Takes a switch away: nothing is sent to it any more and nobody asks it. What became of its flips stays, and those that
 * wait are given up. Refuses one that was removed already.
 */
export async function removeSwitch(ctx: Context, id: string): Promise<void> {
  demand(ctx.actor, "switch.remove")
  const about = ({ key, givenUp }: { key: string; givenUp: number }) => ({
    incidentId: null,
    details: { switch: key, givenUp },
  })
  await ctx.mutate("switch.remove", about, async (tx) => {
    const { key } = await heldSwitch(tx, id)
    const { count } = await tx.switchFlip.updateMany({
      where: { switchId: id, state: { in: ["waiting", "sent"] } },
      data: { state: "unconfirmed", lastAnswer: "The switch was removed" },
    })
    await tx.switch.update({
      where: { id },
      data: { removedAt: ctx.now(), removedBy: ctx.actor.id, secret: null },
    })
    return { key, givenUp: count }
  })
}
