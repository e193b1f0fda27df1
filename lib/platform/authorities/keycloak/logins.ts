import { z } from "zod"
import type { AuthorityHealth } from "../../../core/session-authority.ts"
import type { AdminDoor } from "./admin-door.ts"

const WINDOW_S = 30
const EVENTS_A_PAGE = 1_000
const PAGES_MAX = 5

const events = z.array(z.object({ time: z.number(), type: z.string(), error: z.string().nullish() }))

/** What people bring about themselves; any other reason of a failed login is taken for trouble of Keycloak's. */
const OWN_FAULTS = new Set([
  "access_denied",
  "already_logged_in",
  "cookie_not_found",
  "expired_code",
  "invalid_user_credentials",
  "rejected_by_user",
  "resolve_required_actions",
  "user_disabled",
  "user_not_found",
  "user_temporarily_disabled",
])

/** Counts logins of the last half minute from the realm's events, newest first; of less time where they are very many. */
export async function countLogins(door: AdminDoor): Promise<AuthorityHealth> {
  const { issuedAtS } = await door.renew()
  const fromMs = (issuedAtS - WINDOW_S) * 1000
  const health = { windowS: WINDOW_S, logins: 0, failedLogins: 0, errors: 0 }
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = `dateFrom=${fromMs}&type=LOGIN&type=LOGIN_ERROR&first=${page * EVENTS_A_PAGE}&max=${EVENTS_A_PAGE}`
    const found = await door.get(`/events?${query}`, events)
    for (const { type, error } of found) {
      if (type === "LOGIN") health.logins++
      else if (OWN_FAULTS.has(error ?? "")) health.failedLogins++
      else health.errors++
    }
    const oldest = found.at(-1)
    if (found.length < EVENTS_A_PAGE || oldest === undefined) return health
    health.windowS = Math.max(1, issuedAtS - Math.floor(oldest.time / 1000))
  }
  return health
}
