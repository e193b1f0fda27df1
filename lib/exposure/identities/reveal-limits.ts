import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"

/** How long a name stays visible to whoever looked somebody up, or revealed them. */
export const PERSON_MINUTES = 60
/** How long all names of a revision do. */
export const PEOPLE_HOURS = 8

/** Look-ups and reveals of single people that one member does within an hour. */
const SUPPORT_MAX = 60
const OTHERS_MAX = 300
const HOUR_MS = 3_600_000

export const REASON_CHARACTERS_MAX = 500

export function minutesFrom(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000)
}

/** Holds off the member's other look-ups and reveals until the transaction ends, so that none is missed. */
export async function oneAtATime(tx: Tx, { actor }: Pick<Context, "actor">): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`reveals of ${actor.id}`}, 0))`
}

/**
 * Refuses more look-ups and reveals than one member has use for within an hour, by what the trail has of them: one by
 * one, nobody gathers a list.
 */
export async function checkLimit(tx: Tx, { actor, now }: Pick<Context, "actor" | "now">): Promise<void> {
  const done = await tx.trailEntry.count({
    where: {
      actor: actor.id,
      act: { in: ["person.look_up", "person.reveal"] },
      at: { gt: new Date(now().getTime() - HOUR_MS) },
    },
  })
  const most = actor.role === "support" ? SUPPORT_MAX : OTHERS_MAX
  if (done >= most)
    throw new AppError(
      "limit",
      `You looked up or revealed ${done} people within an hour, and ${most} are the most; go on in a while`,
    )
}
