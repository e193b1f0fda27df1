import type { PrismaClient } from "../../../prisma/generated/client.ts"
import { countAttempt } from "../count-attempt.ts"

/** What a key may ask in a stretch of time, however many processes it asks. */
export const CALLS_MAX = 600
export const WINDOW_S = 60

/** Counts a call of a key; how many seconds it has to wait when it has had its share, else null. */
export async function spendCall(
  { database }: { database: PrismaClient },
  actorId: string,
  { callsMax, windowS }: { callsMax: number; windowS: number } = { callsMax: CALLS_MAX, windowS: WINDOW_S },
): Promise<number | null> {
  const { attempts, waitS } = await countAttempt(database, `calls ${actorId}`, {
    windowS,
    countMax: callsMax + 1,
  })
  return attempts <= callsMax ? null : Math.max(1, Math.ceil(waitS))
}
