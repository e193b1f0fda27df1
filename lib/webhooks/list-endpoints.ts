import type { Context } from "../core/context.ts"
import { permissionOf } from "../core/permissions.ts"

export const DELIVERIES_SHOWN = 20

/** The endpoints that there are, the latest first, without their secrets, with what each was told last. */
export async function listEndpoints(ctx: Context) {
  const endpoints = await ctx.db.webhookEndpoint.findMany({
    where: { removedAt: null },
    orderBy: { addedAt: "desc" },
    omit: { secret: true },
    include: {
      deliveries: { orderBy: { id: "desc" }, take: DELIVERIES_SHOWN, omit: { payload: true } },
      _count: { select: { deliveries: { where: { state: "waiting" } } } },
    },
  })
  // Many an address is a key to what it names: whoever only looks sees the host.
  const isWhole = permissionOf("webhook.change").roles.includes(ctx.actor.role)
  return endpoints.map(({ _count, url, ...endpoint }) => ({
    ...endpoint,
    url: isWhole ? url : new URL(url).origin,
    waiting: _count.deliveries,
  }))
}

export type ListedEndpoint = Awaited<ReturnType<typeof listEndpoints>>[number]
