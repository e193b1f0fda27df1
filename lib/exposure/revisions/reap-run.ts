import type { SystemContext } from "../../core/context.ts"

interface Reaped {
  incidentId: string
  revision: number
  attempt: number
  state: string
}

/** Ends one run whose worker has not been heard of until its lease was over; gives false where there is none. */
export async function reapRun(ctx: SystemContext): Promise<boolean> {
  const reaped = await ctx.mutate(
    "run.fail",
    (run: Reaped | null) =>
      run && {
        incidentId: run.incidentId,
        details: { revision: run.revision, attempt: run.attempt, state: run.state },
      },
    async (tx) => {
      const [run] = await tx.$queryRaw<Reaped[]>`
        UPDATE run SET finished_at = now(), lease_until = NULL,
          state = CASE WHEN stop_requested_at IS NULL THEN 'failed' ELSE 'stopped' END::"RunState",
          reason = CASE WHEN stop_requested_at IS NULL THEN 'The worker that ran it ended or lost touch with the database. Nothing of it counts; try again.' END
        FROM revision
        WHERE revision.id = run.revision_id AND run.id = (
          SELECT id FROM run WHERE state = 'running' AND lease_until < now() FOR UPDATE SKIP LOCKED LIMIT 1)
        RETURNING revision.incident_id AS "incidentId", revision.number AS revision, run.attempt, run.state::text`
      return run ?? null
    },
  )
  return reaped !== null
}
