import type { PrismaClient } from "../../../prisma/generated/client.ts"

/** What a key may ask in a stretch of time, however many processes it asks. */
export const CALLS_MAX = 600
export const WINDOW_S = 60

/** Counts a call of a key; how many seconds it has to wait when it has had its share, else null. */
export async function spendCall(
  { database }: { database: PrismaClient },
  actorId: string,
  { callsMax, windowS }: { callsMax: number; windowS: number } = { callsMax: CALLS_MAX, windowS: WINDOW_S },
): Promise<number | null> {
  const [row] = await database.$queryRaw<{ attempts: number; waitS: number }[]>`
    INSERT INTO attempt_count AS held (key, attempts, window_ends)
    VALUES (${`calls ${actorId}`}, 1, clock_timestamp() + make_interval(secs => ${windowS}))
    ON CONFLICT (key) DO UPDATE SET
      attempts = CASE WHEN held.window_ends <= clock_timestamp() THEN 1
        ELSE LEAST(held.attempts + 1, ${callsMax + 1}::int) END,
      window_ends = CASE WHEN held.window_ends <= clock_timestamp() THEN excluded.window_ends
        ELSE held.window_ends END
    RETURNING attempts, extract(epoch FROM window_ends - clock_timestamp())::float AS "waitS"`
  if (!row || row.attempts <= callsMax) return null
  return Math.max(1, Math.ceil(row.waitS))
}
