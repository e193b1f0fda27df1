import { Prisma } from "../../prisma/generated/client.ts"
import type { Tx } from "../core/context.ts"
import { invariant } from "../core/errors.ts"
import { type ItemState, isDisproval, mayMove } from "./rules.ts"
import { heldChunks, stepItems, withAll } from "./step-items.ts"

/** One step of one item, named by its row or its token. */
export type Move = ({ row: number } | { token: string }) & {
  /** Only if it is in one of these now. */
  from: readonly ItemState[]
  to: ItemState
  reason?: string
  notBefore?: Date
  /** It was looked at, and the other side's word is not so. */
  isDisproved?: true
}

export interface Moved {
  row: number
  token: string
  subject: string
  from: ItemState
  to: ItemState
}

/** So many go in one statement. */
const MOVES_MAX = 1_000

/**
 * Moves items of a run, and the counters of their chunks with them, in one statement; gives those that moved. An item
 * that is not in a state to move from stays as it is, as does one that is there already; of two moves of one item one is
 * made. A step that the table of rules does not have is a fault of ours.
 */
export async function moveItems(tx: Tx, runId: string, moves: readonly Move[]): Promise<Moved[]> {
  const moved: Moved[] = []
  for (let at = 0; at < moves.length; at += MOVES_MAX)
    moved.push(...(await moveSome(tx, runId, moves.slice(at, at + MOVES_MAX))))
  return moved
}

async function moveSome(tx: Tx, runId: string, moves: readonly Move[]): Promise<Moved[]> {
  const wishes = moves.map(({ from, to, reason, notBefore, isDisproved, ...named }) => {
    for (const state of from)
      invariant(
        mayMove(state, to) || (isDisproved && isDisproval(state, to)),
        `no item goes from ${state} to ${to}`,
      )
    return { ...named, from, to_state: to, reason, not_before: notBefore }
  })
  const { sql } = Prisma
  return await tx.$queryRaw<Moved[]>`${withAll([
    sql`wish AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb)
        AS w (row int, token text, "from" jsonb, to_state "ItemState", reason text, not_before timestamptz))`,
    sql`named AS MATERIALIZED (
      SELECT i.row, i.chunk, w."from", w.to_state, w.reason, w.not_before
      FROM wish w JOIN run_item i ON i.run_id = ${runId}::uuid AND i.row = w.row WHERE w.row IS NOT NULL
      UNION ALL
      SELECT i.row, i.chunk, w."from", w.to_state, w.reason, w.not_before
      FROM wish w JOIN run_item i ON i.token = w.token AND i.run_id = ${runId}::uuid WHERE w.row IS NULL)`,
    heldChunks(runId, sql`ARRAY(SELECT chunk FROM named)`),
    sql`before AS MATERIALIZED (
      SELECT i.run_id, i.row, i.chunk, i.state AS from_state, n.to_state, n.reason, n.not_before
      FROM named n JOIN held h ON h.number = n.chunk
        JOIN run_item i ON i.run_id = h.run_id AND i.row = n.row
      WHERE n."from" @> to_jsonb(i.state::text) FOR UPDATE OF i)`,
    stepItems(runId),
  ])}
  SELECT row, token, subject, from_state AS "from", to_state AS "to" FROM moved ORDER BY row`
}
