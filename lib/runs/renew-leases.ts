import type { SystemContext } from "../core/context.ts"
import { LEASE_S } from "./claim-chunk.ts"

/** Renews all leases of a worker. */
export async function renewLeases(ctx: SystemContext, workerId: string): Promise<void> {
  await ctx.ledger(
    (tx) => tx.$executeRaw`
      UPDATE run_chunk SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_S})
      WHERE (run_id, number) IN (
        SELECT c.run_id, c.number FROM run_chunk c JOIN planned_run r ON r.id = c.run_id
        WHERE c.worker_id = ${workerId}::uuid AND c.state = 'leased' ORDER BY c.run_id, c.number FOR UPDATE OF c)`,
  )
}
