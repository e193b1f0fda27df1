import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { getRun } from "./get-run.ts"

/** Stops an attempt: at once while it waits, within a second or so while it runs. Refuses one that has ended. */
export async function stopRun(ctx: Context, runId: string): Promise<void> {
  const { revision } = await getRun(ctx, runId)
  const { incidentId, number } = revision
  const about = (isNew: boolean) => (isNew ? { incidentId, details: { revision: number } } : null)
  await ctx.mutate("run.stop", about, async (tx) => {
    const waiting = await tx.$executeRaw`
      UPDATE run SET state = 'stopped', finished_at = now(), stop_requested_at = now(), label = 'Stopped before it began'
      WHERE id = ${runId}::uuid AND state = 'queued'`
    const running = await tx.$executeRaw`
      UPDATE run SET stop_requested_at = now()
      WHERE id = ${runId}::uuid AND state = 'running' AND stop_requested_at IS NULL`
    if (waiting + running > 0) return true
    const stopping = await tx.run.count({ where: { id: runId, stopRequestedAt: { not: null } } })
    if (stopping === 0) throw new AppError("conflict", "This run has ended already")
    return false
  })
}
