import type { SwitchFlip } from "../../../prisma/generated/client.ts"
import type { SystemContext, Tx } from "../../core/context.ts"
import { isDue, newestOf, STANDING_S } from "./rules.ts"

/** Longer than one look can take: whoever has not settled it by then is gone. */
export const LEASE_S = 45

export interface ClaimedSwitch {
  id: string
  key: string
  url: string | null
  evaluationUrl: string | null
  secret: string | null
  /** Of just this look: another worker that comes later has another. */
  askerId: string
  /** After this nothing may be sent any more: another worker may have the switch. */
  until: Date
  /** The one that stands, of whichever incident; null where the switch was never turned. */
  flip: SwitchFlip | null
}

/**
 * Takes up to so many switches that are due, each for one look of this worker alone: what is sent to one switch is sent
 * one after the other, in the order in which it was asked for. An attempt that was begun counts, whatever becomes of it.
 */
export async function claimSwitches(ctx: SystemContext, countMax: number): Promise<ClaimedSwitch[]> {
  return await ctx.ledger(async (tx) => {
    const rows = await claimRows(tx, countMax)
    const flips = await tx.switchFlip.findMany({ where: { switchId: { in: rows.map(({ id }) => id) } } })
    const claimed = rows.map((row) => ({
      ...row,
      flip: newestOf(flips.filter(({ switchId }) => switchId === row.id)),
    }))
    for (const { flip, url } of claimed)
      if (flip && url !== null && isDue(flip, ctx.now())) {
        flip.attempts += 1
        await tx.switchFlip.update({ where: { id: flip.id }, data: { attempts: flip.attempts } })
      }
    return claimed
  })
}

type Row = Omit<ClaimedSwitch, "flip">

async function claimRows(tx: Tx, countMax: number): Promise<Row[]> {
  // Which flip stands is read after the rows are held: whoever flips holds them too.
  return await tx.$queryRaw<Row[]>`
    WITH due AS (
      SELECT s.id FROM switch s
      LEFT JOIN LATERAL (
        SELECT f.state, f.next_at FROM switch_flip f WHERE f.switch_id = s.id
        ORDER BY CASE WHEN f.done_by IS NULL THEN f.requested_at ELSE f.effective_at END DESC,
          f.requested_at DESC, f.id DESC LIMIT 1
      ) newest ON true
      WHERE s.removed_at IS NULL AND (s.asker_until IS NULL OR s.asker_until <= now())
        AND (s.evaluation_url IS NOT NULL OR newest.state = 'waiting')
        AND COALESCE(newest.next_at, s.asked_at + make_interval(secs => ${STANDING_S}), '-infinity') <= now()
      ORDER BY COALESCE(newest.next_at, s.asked_at) NULLS FIRST LIMIT ${countMax}
      FOR NO KEY UPDATE OF s SKIP LOCKED
    )
    UPDATE switch s SET asker_id = gen_random_uuid(), asker_until = now() + make_interval(secs => ${LEASE_S})
    FROM due WHERE s.id = due.id
    RETURNING s.id, s.key, s.url, s.evaluation_url AS "evaluationUrl", s.secret, s.asker_id AS "askerId",
      s.asker_until AS until`
}
