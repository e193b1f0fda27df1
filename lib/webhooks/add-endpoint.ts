import { randomUUID } from "node:crypto"
import type { Context } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { faultOfAddress } from "../core/outgoing.ts"
import { parseInput } from "../core/parse-input.ts"
import { ENDPOINTS_MAX, type EndpointInput, endpointSchema } from "./schemas.ts"
import { makeSecret, sealSecret } from "./sealed-secret.ts"

/**
 * Has an address told of acts from now on, and gives the secret with which its messages are signed: this once. Refuses
 * an address that must not be reached, and more than twenty of them.
 */
export async function addEndpoint(
  ctx: Context,
  input: EndpointInput,
): Promise<{ id: string; secret: string }> {
  const { url, acts } = parseInput(endpointSchema, input)
  const fault = faultOfAddress(url, ctx.config.outgoingHosts)
  if (fault !== null) throw parseInput.refuse("url", fault)
  const id = randomUUID()
  const secret = makeSecret()
  const about = { incidentId: null, details: { endpoint: id, host: new URL(url).host, acts } }
  await ctx.mutate("webhook.add", about, async (tx) => {
    // Two at once are counted one after the other.
    await tx.$executeRaw`LOCK TABLE webhook_endpoint IN SHARE ROW EXCLUSIVE MODE`
    if ((await tx.webhookEndpoint.count({ where: { removedAt: null } })) >= ENDPOINTS_MAX)
      throw new AppError("limit", `There are ${ENDPOINTS_MAX} endpoints already; remove one first`)
    await tx.webhookEndpoint.create({
      data: { id, url, acts, secret: sealSecret(ctx, id, secret), addedBy: ctx.actor.id },
    })
  })
  return { id, secret }
}
