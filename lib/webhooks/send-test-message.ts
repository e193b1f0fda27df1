import type { Context } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { heldEndpoint } from "./held-endpoint.ts"

/** Sends one endpoint a message that tells of nothing, to see whether it arrives. Refuses one that is paused or removed. */
export async function sendTestMessage(ctx: Context, id: string): Promise<void> {
  const about = { incidentId: null, details: { endpoint: id } }
  await ctx.mutate("webhook.test", about, async (tx) => {
    const { isActive } = await heldEndpoint(tx, id)
    if (!isActive) throw new AppError("precondition", "This endpoint is paused; let it go on first")
    const payload = JSON.stringify({
      type: "webhook.test",
      timestamp: ctx.now().toISOString(),
      data: { incident: null, entry: null },
    })
    await tx.webhookDelivery.create({ data: { endpointId: id, act: "webhook.test", payload } })
  })
}
