import type { SystemContext } from "../core/context.ts"
import type { RunWork } from "./kind.ts"
import { type Move, moveItems } from "./move-items.ts"
import { words } from "./rules.ts"

/** An item may still arrive for a while after its worker has ended. */
const ABSENT_AFTER_S = 20
const ASKED_AT_ONCE = 500

interface Unknown {
  row: number
  token: string
  isOld: boolean
  isUnderWay: boolean
}

/**
 * Asks the other side about items whose outcome nobody knows, and settles those of which it says something: there means
 * accepted; absent for 20 s means queued again, or cancelled in a run that has ended. Gives how many it settled and how
 * many are left.
 */
export async function askAgainUnknown(
  ctx: SystemContext,
  runId: string,
  work: Pick<RunWork, "lookUp">,
): Promise<{ accepted: number; absent: number; left: number }> {
  const settled = { accepted: 0, absent: 0, left: 0 }
  for (let after = -1; ; ) {
    const unknown = await listUnknown(ctx, runId, after)
    const last = unknown.at(-1)
    if (!last) return settled
    after = last.row
    const found = await work.lookUp?.(unknown)
    const moves = unknown.flatMap((item): Move[] => {
      const says = found?.get(item.token)
      const step = { row: item.row, from: ["unknown"] } as const
      if (says === "there") return [{ ...step, to: "accepted", reason: words.isThere }]
      if (says !== "absent" || !item.isOld) return []
      return [{ ...step, to: item.isUnderWay ? "queued" : "cancelled", reason: words.notSent }]
    })
    const moved = await ctx.ledger((tx) => moveItems(tx, runId, moves))
    const accepted = moved.filter(({ to }) => to === "accepted").length
    settled.accepted += accepted
    settled.absent += moved.length - accepted
    settled.left += unknown.length - moved.length
  }
}

/** The next that are unknown, by the counters of their chunks: no index is kept for what is rare. */
async function listUnknown(ctx: SystemContext, runId: string, after: number): Promise<Unknown[]> {
  return await ctx.ledger(
    (tx) => tx.$queryRaw<Unknown[]>`
      SELECT i.row, i.token, i.changed_at < now() - make_interval(secs => ${ABSENT_AFTER_S}) AS "isOld",
        r.state IN ('running', 'paused') AS "isUnderWay"
      FROM planned_run r JOIN run_chunk c ON c.run_id = r.id AND c.unknown > 0 AND c.to_row > ${after + 1}
        JOIN run_item i ON i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row AND i.row > ${after}
      WHERE r.id = ${runId}::uuid AND i.state = 'unknown'
      ORDER BY i.row LIMIT ${ASKED_AT_ONCE}`,
  )
}
