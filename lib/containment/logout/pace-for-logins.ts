import type { AuthorityLimits } from "../../core/session-authority.ts"
import { BATCH_MAX, type Pace, PER_SECOND_MAX } from "../../runs/pace.ts"

/** So much of the logins that are possible may come back at once. */
const SHARE_OF_LOGINS = 0.8

/**
 * How many may be logged out a second, where each comes back at once with all its sessions: in no second more logins than
 * 0.8 of what is possible, the batch included that a pace lets go beyond its rate (`lib/runs/pace.ts`), nor more than the
 * authority takes. 0 where even one a second is too many.
 */
export function paceForLogins(
  loginsPerSecond: number,
  sessionsEach: number,
  limits: AuthorityLimits,
): Pace | null {
  const inASecond = (SHARE_OF_LOGINS * loginsPerSecond) / Math.max(1, sessionsEach)
  // Below that a batch is a quarter of the rate.
  const byLogins = inASecond >= 5 * BATCH_MAX ? inASecond - BATCH_MAX : inASecond * SHARE_OF_LOGINS
  const perSecond = Math.floor(Math.min(byLogins, limits.perSecond, PER_SECOND_MAX))
  return perSecond < 1 ? null : { perSecond }
}
