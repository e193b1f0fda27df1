import { z } from "zod"
import { AppError } from "../../../core/errors.ts"
import type { RevokeOutcome } from "../../../core/session-authority.ts"
import { judgeRevocation } from "../judge-revocation.ts"
import type { KeptOutcome } from "../kept-request.ts"
import { type AdminDoor, isUserMissing, NotSeen } from "./admin-door.ts"
import { listOfflineClients, listOfflineSessions } from "./sessions.ts"
import { type Users, userPath } from "./users.ts"

/**
 * Ends all of somebody's sessions, and all offline sessions before, one by one.
 *
 * The logout alone sets the user's cut-off, which is in whole seconds: an offline token of that same second would live
 * on, and all offline sessions stay listed. It also means "now", so that it comes last: as long as it has not left, all
 * may be begun again, and ends nothing that the logout would have spared. Of apps that did not take the back-channel logout Keycloak
 * says nothing, whichever address is asked; what they hold is proved by asking them.
 */
export async function endSessions(
  door: AdminDoor,
  users: Users,
  sub: string,
  over: AbortSignal,
): Promise<RevokeOutcome> {
  try {
    const id = await users.idOf(sub)
    const clients = id === null ? null : await listOfflineClients(door, id)
    if (id === null || clients === null) return NO_SUCH_USER
    const failed: RevokeOutcome[] = []
    for (const { id: session } of await listOfflineSessions(door, id, clients)) {
      if (over.aborted) return notBegun("it was cut off before the logout")
      const path = `/sessions/${encodeURIComponent(session)}?isOffline=true`
      const outcome = judgeDeletion(await door.send("DELETE", path, undefined, { over }))
      if (outcome.state === "deferred" && outcome.isPushback) return outcome
      if (outcome.state !== "accepted") failed.push(outcome)
    }
    const outcome = judgeCall(await door.send("POST", `${userPath(id)}/logout`, undefined, { over }))
    const [first] = failed
    if (first === undefined || outcome.state !== "accepted") return outcome
    return {
      state: "unknown",
      reason: `logged out, but ${failed.length} offline sessions are still there (${first.reason})`,
    }
  } catch (trouble) {
    return judgeLook(trouble)
  }
}

/**
 * A new password at the next login, beside whatever else Keycloak asks of them then; not of whoever has set one since the
 * cut-off.
 */
export async function requireNewPassword(
  door: AdminDoor,
  users: Users,
  sub: string,
  cutoff: Date,
): Promise<RevokeOutcome> {
  try {
    const found = await users.find(sub)
    if (found === null) return NO_SUCH_USER
    if (found.requiredActions.includes(NEW_PASSWORD)) return accepted("it is asked for already")
    const held = await door.get(`${userPath(found.id)}/credentials`, credentials)
    const isSetSince = held.some(
      ({ type, createdDate }) => type === "password" && (createdDate ?? 0) >= cutoff.getTime(),
    )
    if (isSetSince) return accepted("a password was set since the cut-off")
    const requiredActions = [...found.requiredActions, NEW_PASSWORD]
    // What is not named stays as it is: Keycloak leaves out of an update what the update leaves out.
    const outcome = judgeCall(await door.send("PUT", userPath(found.id), { requiredActions }))
    return outcome.state === "unknown" ? notBegun(`${outcome.reason}; asked twice is asked once`) : outcome
  } catch (trouble) {
    return judgeLook(trouble)
  }
}

const credentials = z.array(z.object({ type: z.string(), createdDate: z.number().nullish() }))

const NEW_PASSWORD = "UPDATE_PASSWORD"

const NO_SUCH_USER: RevokeOutcome = { state: "rejected", reason: "404: the realm has no such user" }

function judgeDeletion(outcome: KeptOutcome): RevokeOutcome {
  if (outcome.kind === "answered" && outcome.status === 404) return accepted("404: gone already")
  return judgeCall(outcome)
}

function judgeCall(outcome: KeptOutcome): RevokeOutcome {
  if (outcome.kind !== "answered") return judgeRevocation(outcome, new Date())
  const { status } = outcome
  if (isUserMissing(outcome)) return NO_SUCH_USER
  // A realm or an address that is not there says nothing of this user, and holds for everybody.
  if (status === 404)
    return { ...notBegun("404: no such realm, or nothing at this address"), isPushback: true }
  // Sessions may be over before what comes after fails, and "now" must not be said twice without looking.
  if (status >= 500 && status !== 503)
    return { state: "unknown", reason: `${status}: it failed, and nobody knows how far it came` }
  return judgeRevocation(outcome, new Date())
}

/** What looks ends nothing: whatever came of it, it may be begun again. */
function judgeLook(trouble: unknown): RevokeOutcome {
  if (!(trouble instanceof AppError)) throw trouble
  const waits = trouble instanceof NotSeen ? judgeRevocation(trouble.outcome, new Date()) : null
  return waits?.state === "deferred" ? waits : notBegun(trouble.message)
}

function accepted(reason: string): RevokeOutcome {
  return { state: "accepted", reason }
}

function notBegun(reason: string): RevokeOutcome & { state: "deferred" } {
  return { state: "deferred", reason, againInS: null, isPushback: true }
}
