import type { SystemContext } from "../../core/context.ts"

/** How long a worker that says nothing keeps a run. */
export const LEASE_S = 15

export interface ClaimedRun {
  id: string
  incidentId: string
  revision: number
  attempt: number
}

/** Takes the run that waits longest, for one worker alone. Gives null where none waits. */
export async function claimRun(ctx: SystemContext, workerId: string): Promise<ClaimedRun | null> {
  const about = (run: ClaimedRun | null) =>
    run && { incidentId: run.incidentId, details: { revision: run.revision, attempt: run.attempt } }
  return await ctx.mutate("run.start", about, async (tx) => {
    const [run] = await tx.$queryRaw<ClaimedRun[]>`
      UPDATE run SET state = 'running', worker_id = ${workerId}::uuid, started_at = now(), label = 'Starting',
        lease_until = now() + make_interval(secs => ${LEASE_S})
      FROM revision
      WHERE revision.id = run.revision_id AND run.id = (
        SELECT id FROM run WHERE state = 'queued' ORDER BY queued_at FOR UPDATE SKIP LOCKED LIMIT 1)
      RETURNING run.id, revision.incident_id AS "incidentId", revision.number AS revision, run.attempt`
    return run ?? null
  })
}
