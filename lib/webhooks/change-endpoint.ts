import type { Context } from "../core/context.ts"
import { faultOfAddress } from "../core/outgoing.ts"
import { parseInput } from "../core/parse-input.ts"
import { heldEndpoint } from "./held-endpoint.ts"
import { type EndpointChange, endpointChangeSchema } from "./schemas.ts"

/**
 * Changes where an endpoint is, of what it is told, or whether it is told at all: what waits for one that is paused is
 * sent when it goes on. What is so already leaves no entry. Refuses one that was removed.
 */
export async function changeEndpoint(ctx: Context, id: string, input: EndpointChange): Promise<void> {
  const { url, acts, isActive } = parseInput(endpointChangeSchema, input)
  const fault = url === undefined ? null : faultOfAddress(url, ctx.config.outgoingHosts)
  if (fault !== null) throw parseInput.refuse("url", fault)
  const about = (changed: Changed) =>
    Object.keys(changed).length === 0 ? null : { incidentId: null, details: { endpoint: id, ...changed } }
  await ctx.mutate("webhook.change", about, async (tx): Promise<Changed> => {
    const known = await heldEndpoint(tx, id)
    const isOther = acts !== undefined && acts.join() !== known.acts.join()
    const data = {
      ...(url === undefined || url === known.url ? {} : { url }),
      ...(isOther ? { acts } : {}),
      ...(isActive === undefined || isActive === known.isActive ? {} : { isActive }),
    }
    await tx.webhookEndpoint.update({ where: { id }, data })
    const { url: address, ...rest } = data
    return { ...rest, ...(address === undefined ? {} : { host: new URL(address).host }) }
  })
}

type Changed = { host?: string; acts?: string[]; isActive?: boolean }
