import type { Context } from "../core/context.ts"
import { heldEndpoint } from "./held-endpoint.ts"

/** Tells an endpoint nothing any more; what waits for it is given up. Refuses one that was removed already. */
export async function removeEndpoint(ctx: Context, id: string): Promise<void> {
  const about = (givenUp: number) => ({ incidentId: null, details: { endpoint: id, givenUp } })
  await ctx.mutate("webhook.remove", about, async (tx) => {
    await heldEndpoint(tx, id)
    const { count } = await tx.webhookDelivery.updateMany({
      where: { endpointId: id, state: "waiting" },
      data: { state: "given_up", lastAnswer: "The endpoint was removed" },
    })
    // The secret goes with it; the deliveries, a sealed ledger, stay.
    const data = { removedAt: ctx.now(), isActive: false, secret: "" }
    await tx.webhookEndpoint.update({ where: { id }, data })
    return count
  })
}
