import type { SystemContext } from "../core/context.ts"

/** Longer than an attempt can take: whoever has not settled a delivery by then is gone. */
export const LEASE_S = 60

export interface ClaimedDelivery {
  id: string
  endpointId: string
  url: string
  secret: string
  payload: string
  /** Which attempt this is; who settles names it, for another worker may have made a later one. */
  attempt: number
}

/**
 * Takes up to so many deliveries that are due, for this worker alone: another sees them when the lease is over, which is
 * when a worker was killed with them. An attempt that was begun counts, whatever became of it.
 */
export async function claimDeliveries(ctx: SystemContext, countMax: number): Promise<ClaimedDelivery[]> {
  return await ctx.ledger(
    (tx) => tx.$queryRaw<ClaimedDelivery[]>`
      WITH due AS (
        SELECT d.id FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
        WHERE d.state = 'waiting' AND d.next_at <= now() AND e.is_active AND e.removed_at IS NULL
        ORDER BY d.next_at LIMIT ${countMax} FOR UPDATE OF d SKIP LOCKED
      )
      UPDATE webhook_delivery d
      SET attempts = d.attempts + 1, next_at = now() + make_interval(secs => ${LEASE_S})
      FROM due, webhook_endpoint e
      WHERE d.id = due.id AND e.id = d.endpoint_id
      RETURNING d.id, d.endpoint_id AS "endpointId", e.url, e.secret, d.payload, d.attempts AS attempt`,
  )
}
