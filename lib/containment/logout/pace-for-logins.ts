import type { AuthorityLimits } from "../../core/session-authority.ts"
import { BATCH_MAX, batchOf, type Pace, PER_SECOND_MAX } from "../../runs/pace.ts"

/** So much of the logins that are possible may come back at once. */
const SHARE_OF_LOGINS = 0.8

/**
 * How many may be logged out a second, where each comes back at once with all its sessions: in no second more logins than
 * 0.8 of what is possible, the batch included that a pace lets go beyond its rate (`lib/runs/pace.ts`), nor more than the
 * authority takes, which is one at least. null where even one a second is too many.
 */
export function paceForLogins(
  loginsPerSecond: number,
  sessionsEach: number,
  limits: AuthorityLimits,
): Pace | null {
  const inASecondMax = Math.min(
    (SHARE_OF_LOGINS * loginsPerSecond) / Math.max(1, sessionsEach),
    PER_SECOND_MAX + BATCH_MAX,
  )
  let perSecond = Math.floor(inASecondMax)
  while (perSecond >= 1 && mostInASecond({ perSecond }) > inASecondMax) perSecond--
  return perSecond < 1 ? null : { perSecond: Math.min(perSecond, Math.floor(limits.perSecond)) }
}

/** The most that a pace lets go in any one second: its rate, and one batch. */
export function mostInASecond(pace: Pace): number {
  return pace.perSecond + batchOf(pace)
}
