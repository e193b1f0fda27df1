import { Prisma } from "../../prisma/generated/client.ts"
import type { SystemContext } from "../core/context.ts"
import type { Outcome } from "./kind.ts"
import { heldChunks, stepItems, withAll } from "./step-items.ts"

/** An item that is to be begun, under the lease of its chunk. */
export interface Beginning {
  row: number
  chunk: number
  epoch: number
}

/** What became of an attempt. */
export interface Settled {
  row: number
  chunk: number
  attempt: number
  outcome: Outcome
}

export interface Turn {
  runId: string
  workerId: string
  begin: readonly Beginning[]
  settle: readonly Settled[]
}

export interface TurnDone {
  /** Rows that are now committed as being sent; the others are not this worker's to begin, or have moved. */
  begun: number[]
  /** Whether the run lets anything be begun: it is under way, and no newer revision waits to be held against it. */
  isOpen: boolean
  /** Whether all leases are still the worker's. */
  isOurs: boolean
}

/**
 * One step of a worker, in one statement: writes down what became of items, and commits those that are begun next as
 * being sent. What became of an item is evidence, and is written whoever has its chunk by now; only beginnings are fenced.
 */
export async function takeTurn(ctx: SystemContext, turn: Turn): Promise<TurnDone> {
  const { sql } = Prisma
  const { runId } = turn
  const [done] = await ctx.step<TurnDone>(
    "take_turn",
    sql`${withAll([
      sql`run AS MATERIALIZED (
        SELECT r.id FROM planned_run r
        WHERE r.id = ${runId}::uuid AND r.state = 'running' AND r.starts_at <= clock_timestamp() AND ${turn.begin.length > 0}
          AND (r.checked_revision IS NULL OR r.checked_revision >= coalesce(
            (SELECT max(v.number) FROM revision v WHERE v.incident_id = r.incident_id AND v.completed_at IS NOT NULL), 0))
        FOR SHARE)`,
      sql`wish AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(wishesOf(turn))}::jsonb)
          AS w (row int, chunk int, epoch int, attempt int, to_state "ItemState", reason text, again_s float8))`,
      // The run is held before its chunks: the last condition comes to nothing, but asks for the run first.
      heldChunks(runId, sql`ARRAY(SELECT chunk FROM wish WHERE (SELECT count(*) FROM run) >= 0)`),
      sql`ours AS MATERIALIZED (
        SELECT number, epoch FROM held
        WHERE state = 'leased' AND worker_id = ${turn.workerId}::uuid AND lease_until > clock_timestamp())`,
      sql`before AS MATERIALIZED (
        SELECT i.run_id, i.row, i.chunk, i.state AS from_state, w.to_state, w.reason,
          clock_timestamp() + make_interval(secs => w.again_s) AS not_before
        FROM wish w JOIN held h ON h.number = w.chunk
          JOIN run_item i ON i.run_id = h.run_id AND i.row = w.row
        WHERE CASE WHEN w.to_state = 'sending'
          THEN i.state = 'queued' AND EXISTS (SELECT FROM run)
            AND EXISTS (SELECT FROM ours o WHERE o.number = w.chunk AND o.epoch = w.epoch)
          ELSE i.state IN ('sending', 'unknown') AND (i.attempts = w.attempt OR w.to_state = 'accepted') END
        FOR UPDATE OF i)`,
      stepItems(runId),
    ])}
    SELECT coalesce((SELECT array_agg(row) FROM moved WHERE to_state = 'sending'), '{}') AS begun,
      EXISTS (SELECT FROM run) AS "isOpen",
      NOT EXISTS (SELECT FROM wish w WHERE w.to_state = 'sending' AND NOT EXISTS (
        SELECT FROM ours o WHERE o.number = w.chunk AND o.epoch = w.epoch)) AS "isOurs"`,
  )
  return done ?? { begun: [], isOpen: false, isOurs: false }
}

function wishesOf({ begin, settle }: Turn) {
  return [
    ...settle.map(({ row, chunk, attempt, outcome }) => ({
      row,
      chunk,
      attempt,
      to_state: outcome.state,
      reason: outcome.reason,
      ...(outcome.state === "deferred" ? { again_s: outcome.againInS } : {}),
    })),
    ...begin.map((item) => ({ ...item, to_state: "sending" })),
  ]
}
