import { Prisma } from "../../prisma/generated/client.ts"
import { comesTo, itemStates } from "./rules.ts"

const { raw, sql, join } = Prisma

const each = (write: (state: string) => string, separator = ",\n  ") =>
  raw(itemStates.map(write).join(separator))

const turnedAside = itemStates.filter((state) => comesTo(state, true) === "held" && state !== "held")
const isHeldBack = `(i.hold_reason IS NOT NULL AND b.to_state IN (${turnedAside.map((state) => `'${state}'`).join(", ")}))`

/** What an item's row says after a step: `b` is the wish, `i` the item. */
const said = raw(`
  state = CASE WHEN ${isHeldBack} THEN 'held' ELSE b.to_state END,
  attempts = i.attempts + CASE b.to_state WHEN 'sending' THEN 1 ELSE 0 END,
  tried_at = CASE b.to_state WHEN 'sending' THEN coalesce(i.tried_at, now()) ELSE i.tried_at END,
  sent_at = CASE
    WHEN b.to_state IN ('accepted', 'unknown', 'verified', 'delivered', 'bounced', 'complained') THEN coalesce(i.sent_at, now())
    WHEN b.to_state IN ('queued', 'deferred', 'rejected', 'cancelled') THEN NULL ELSE i.sent_at END,
  not_before = CASE WHEN ${isHeldBack} THEN NULL ELSE b.not_before END,
  reason = CASE WHEN ${isHeldBack} THEN i.hold_reason ELSE b.reason END, changed_at = now()`)

/**
 * The end of every statement that moves items: from a relation `before` (run_id, row, chunk, from_state, to_state,
 * not_before, reason) of items that the statement has locked, after their chunks, to `moved`; their chunks' counters move
 * with them. What would wait again, but was to be held meanwhile, is held. A chunk in which something waits again opens
 * again. Both halves of an item's key come from the relation, so that no plan reads a whole run: one that was made while
 * the table was all but empty would.
 */
export function stepItems(runId: string): Prisma.Sql {
  return sql`moved AS (
    UPDATE run_item i SET ${said} FROM before b WHERE i.run_id = b.run_id AND i.row = b.row
    RETURNING i.row, i.chunk, i.token, i.subject, b.from_state, i.state AS to_state),
  delta AS (
    SELECT chunk, ${each((state) => `(count(*) FILTER (WHERE to_state = '${state}') - count(*) FILTER (WHERE from_state = '${state}'))::int AS ${state}`)}
    FROM moved GROUP BY chunk),
  counted AS (
    UPDATE run_chunk c SET ${each((state) => `${state} = c.${state} + d.${state}`)},
      state = CASE
        WHEN c.state = 'done' AND c.queued + c.sending + c.deferred + d.queued + d.sending + d.deferred > 0 THEN 'open'
        WHEN c.state = 'open' AND c.is_filled AND c.queued + c.sending + c.deferred + d.queued + d.sending + d.deferred = 0
          THEN 'done'
        ELSE c.state END
    FROM delta d
    WHERE c.run_id = ${runId}::uuid AND c.number = d.chunk AND c.number = ANY(ARRAY(SELECT chunk FROM delta))
    RETURNING c.number)`
}

/**
 * Holds chunks until the transaction ends, in the order in which everybody takes them. `numbers` is an array, so that
 * they are found by the index however little is known of a table that has just been filled.
 */
export function heldChunks(runId: string, numbers: Prisma.Sql): Prisma.Sql {
  return sql`held AS MATERIALIZED (
    SELECT c.run_id, c.number, c.state, c.worker_id, c.epoch, c.lease_until FROM run_chunk c
    WHERE c.run_id = ${runId}::uuid AND c.number = ANY(${numbers}) ORDER BY c.number FOR UPDATE)`
}

/** A statement made of parts. */
export const withAll = (parts: readonly Prisma.Sql[]): Prisma.Sql => sql`WITH ${join([...parts], ",\n")}`
