import type { PrismaClient } from "../../prisma/generated/client.ts"
import type { Tx } from "../core/context.ts"

/** What was tried so often, counting this time, and when the counting begins anew. */
export interface AttemptCount {
  attempts: number
  windowEnds: Date
  /** How long that is from now, by the clock of the database. */
  waitS: number
}

/**
 * Counts one attempt at something in the present stretch of time, in one statement, however many processes count: up to
 * `countMax`, and no further.
 */
export async function countAttempt(
  db: Pick<PrismaClient | Tx, "$queryRaw">,
  key: string,
  { windowS, countMax }: { windowS: number; countMax: number },
): Promise<AttemptCount> {
  const [row] = await db.$queryRaw<AttemptCount[]>`
    INSERT INTO attempt_count AS held (key, attempts, window_ends)
    VALUES (${key}, 1, clock_timestamp() + make_interval(secs => ${windowS}))
    ON CONFLICT (key) DO UPDATE SET
      attempts = CASE WHEN held.window_ends <= clock_timestamp() THEN 1
        ELSE LEAST(held.attempts + 1, ${countMax}::int) END,
      window_ends = CASE WHEN held.window_ends <= clock_timestamp() THEN excluded.window_ends
        ELSE held.window_ends END
    RETURNING attempts, window_ends AS "windowEnds",
      extract(epoch FROM window_ends - clock_timestamp())::float AS "waitS"`
  if (!row) throw new Error("an upsert gives its row")
  return row
}
