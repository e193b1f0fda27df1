import type { SystemContext } from "../../core/context.ts"
import type { Progress } from "../../core/progress.ts"
import { LEASE_S } from "./claim-run.ts"

/** What a worker is to do with its run. */
export type Order = "go_on" | "stop" | "lost"

/** Writes down how far a run is and keeps it for its worker; tells whether it is to stop, or belongs to it no more. */
export async function reportProgress(
  ctx: SystemContext,
  run: { id: string; workerId: string },
  { label, done }: Progress,
): Promise<Order> {
  const rows = await ctx.ledger(
    (tx) => tx.$queryRaw<{ isToStop: boolean }[]>`
      UPDATE run SET label = ${label}, done = ${done}, lease_until = now() + make_interval(secs => ${LEASE_S})
      WHERE id = ${run.id}::uuid AND worker_id = ${run.workerId}::uuid AND state = 'running'
      RETURNING stop_requested_at IS NOT NULL AS "isToStop"`,
  )
  if (rows.length === 0) return "lost"
  return rows[0]?.isToStop ? "stop" : "go_on"
}
