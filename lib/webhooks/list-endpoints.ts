import type { Context } from "../core/context.ts"

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
  return endpoints.map(({ _count, ...endpoint }) => ({ ...endpoint, waiting: _count.deliveries }))
}

export type ListedEndpoint = Awaited<ReturnType<typeof listEndpoints>>[number]
