import { Prisma } from "../../prisma/generated/client.ts"
import type { SystemContext } from "../core/context.ts"
import { AIM, type Pace } from "./pace.ts"

export interface Wanted {
  count: number
  /** Taken before and not used: they count towards no quota. */
  givenBack: number
  isPushedBack: boolean
}

export interface Permits {
  count: number
  /** When the first may leave, by the database's clock, in milliseconds; the others follow one by one. */
  fromMs: number
  /** What that clock showed when it answered. */
  nowMs: number
  everyS: number
  /** Where there are none: when to ask again. */
  againInS: number
}

/** After a push-back the rate is half of what it was, at most once in this time. */
const SLOWED_ONCE_S = 1
/** Without one it grows by a tenth each time that this has passed. */
const RECOVERS_EVERY_S = 10
const SLOWNESS_MIN = 1 / 64

/**
 * Takes permits to leave from the one row that all workers on all machines share, each with its instant (GCRA): they
 * follow each other at the pace, however many ask, and stay within the quotas of hour and day.
 */
export async function takePermits(
  ctx: SystemContext,
  key: string,
  pace: Pace,
  { count, givenBack, isPushedBack }: Wanted,
): Promise<Permits> {
  const [taken] = await ctx.step<Permits>(
    "take_permits",
    Prisma.sql`
    -- Losing the last of these in a crash of the server costs nothing; what follows from them is committed by itself.
    WITH quickly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
    held AS MATERIALIZED (SELECT p.* FROM run_pace p, quickly WHERE p.key = ${key} FOR UPDATE OF p),
    timed AS MATERIALIZED (SELECT held.*, clock_timestamp() AS at FROM held),
    begun AS MATERIALIZED (
      SELECT timed.*, hour_began + interval '1 hour' <= at AS is_next_hour, day_began + interval '1 day' <= at AS is_next_day,
        CASE
          WHEN ${isPushedBack} AND (slowed_at IS NULL OR slowed_at < at - make_interval(secs => ${SLOWED_ONCE_S}))
            THEN greatest(slowness / 2, ${SLOWNESS_MIN}::float8)
          WHEN slowness < 1 AND slowed_at < at - make_interval(secs => ${RECOVERS_EVERY_S}) THEN least(slowness * 1.1, 1)
          ELSE slowness END AS new_slowness
      FROM timed),
    counted AS MATERIALIZED (
      SELECT begun.*, greatest(next_at, at) AS from_at,
        1 / (${pace.perSecond}::float8 * ${AIM}::float8 * new_slowness) AS every_s,
        CASE WHEN is_next_hour THEN 0 ELSE greatest(hour_count - ${givenBack}::int, 0) END AS of_hour,
        CASE WHEN is_next_day THEN 0 ELSE greatest(day_count - ${givenBack}::int, 0) END AS of_day
      FROM begun),
    granted AS MATERIALIZED (
      SELECT counted.*, greatest(0, least(${count}::int, ${pace.perHour ?? null}::int - of_hour,
        ${pace.perDay ?? null}::int - of_day)) AS taken
      FROM counted),
    written AS (
      UPDATE run_pace p SET
        next_at = CASE WHEN g.taken > 0 THEN g.from_at + g.taken * make_interval(secs => g.every_s) ELSE p.next_at END,
        slowness = g.new_slowness,
        slowed_at = CASE WHEN g.new_slowness <> g.slowness THEN g.at ELSE g.slowed_at END,
        hour_began = CASE WHEN g.is_next_hour AND g.taken > 0 THEN g.at ELSE g.hour_began END,
        hour_count = CASE WHEN g.is_next_hour AND g.taken = 0 THEN g.hour_count ELSE g.of_hour + g.taken END,
        day_began = CASE WHEN g.is_next_day AND g.taken > 0 THEN g.at ELSE g.day_began END,
        day_count = CASE WHEN g.is_next_day AND g.taken = 0 THEN g.day_count ELSE g.of_day + g.taken END
      FROM granted g WHERE p.key = g.key)
    SELECT taken AS count, (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs",
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs", every_s AS "everyS",
      extract(epoch FROM CASE
        WHEN taken > 0 THEN interval '0'
        WHEN ${pace.perDay ?? null}::int <= of_day THEN day_began + interval '1 day' - at
        ELSE hour_began + interval '1 hour' - at END)::float8 AS "againInS"
    FROM granted`,
  )
  if (taken) return taken
  await ctx.ledger((tx) => tx.$executeRaw`INSERT INTO run_pace (key) VALUES (${key}) ON CONFLICT DO NOTHING`)
  return await takePermits(ctx, key, pace, { count, givenBack, isPushedBack })
}
