import type { Prisma, RunKind } from "../../prisma/generated/client.ts"
import type { SystemContext } from "../core/context.ts"

/** A run that is under way. */
export interface OpenRun {
  id: string
  kind: RunKind
  pace: Prisma.JsonValue
  /** Something can be begun in it now. */
  isReady: boolean
  /** Nothing in it waits any more. */
  isDone: boolean
}

/** The runs of some kinds that are under way, the longest first; one of which no chunk is open yet waits. */
export async function listOpenRuns(ctx: SystemContext, kinds: readonly RunKind[]): Promise<OpenRun[]> {
  return await ctx.ledger(
    (tx) => tx.$queryRaw<OpenRun[]>`
      SELECT r.id, r.kind::text AS kind, r.pace,
        r.starts_at <= now() AND (r.checked_revision IS NULL OR r.checked_revision >= coalesce(
          (SELECT max(v.number) FROM revision v WHERE v.incident_id = r.incident_id AND v.completed_at IS NOT NULL), 0))
          AND EXISTS (SELECT FROM run_chunk c WHERE c.run_id = r.id AND c.state = 'open'
            AND (r.open_chunks IS NULL OR c.number <= r.open_chunks) AND (c.not_before IS NULL OR c.not_before <= now())) AS "isReady",
        NOT EXISTS (SELECT FROM run_chunk c WHERE c.run_id = r.id AND c.state IN ('open', 'leased', 'handed_out')) AS "isDone"
      FROM planned_run r
      WHERE r.state = 'running' AND r.open_chunks IS DISTINCT FROM 0 AND r.kind::text = ANY(${[...kinds]}::text[])
      ORDER BY r.started_at`,
  )
}
