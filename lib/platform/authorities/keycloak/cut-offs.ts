import { setTimeout as pause } from "node:timers/promises"
import { z } from "zod"
import { AppError } from "../../../core/errors.ts"
import type { EpochScope } from "../../../core/session-authority.ts"
import { confirmEpoch } from "../confirm-epoch.ts"
import type { KeptOutcome } from "../kept-request.ts"
import type { AdminDoor } from "./admin-door.ts"
import type { Users } from "./users.ts"

const realmCutoff = z.object({ notBefore: z.number().int().default(0) })
const pushed = z.object({ failedRequests: z.array(z.unknown()).default([]) })

/** So far ahead of Keycloak's clock a cut-off may lie: ours may go wrong by that much. */
const AHEAD_S_MAX = 5
const CLOCK_MS = 100
const CLOCK_ASKED_MAX = (AHEAD_S_MAX + 1) * (1000 / CLOCK_MS)

/** The cut-off that Keycloak checks itself, for everybody or for one user; null where none was ever set. */
export async function readCutoff(door: AdminDoor, users: Users, scope: EpochScope): Promise<Date | null> {
  if (scope.scope === "cohort") return null
  return scope.scope === "global" ? readRealm(door) : dateOf((await users.find(scope.sub))?.notBefore ?? 0)
}

/**
 * Raises the realm's cut-off, tells the apps that have an address for it, and gives the cut-off that stands; Keycloak
 * itself would let it move back.
 *
 * Keycloak holds a cut-off against when a token was issued, not against the login that it comes from: what an old login
 * has been refreshed to since the cut-off would live on. So what is set, where an earlier one stands, is Keycloak's next
 * whole second, and whoever signed in since the cut-off signs in again. That second is waited for, because before it
 * Keycloak would refuse what it issues, our own token too.
 */
export async function raiseCutoff(door: AdminDoor, scope: EpochScope, cutoff: Date): Promise<Date> {
  if (scope.scope === "cohort")
    throw new AppError(
      "precondition",
      "Keycloak has no cut-off for a part of its users: take everybody, or none",
    )
  if (scope.scope === "subject")
    throw new AppError(
      "precondition",
      "Keycloak sets the cut-off of a user by logging them out, and not otherwise",
    )
  const asked = Math.ceil(cutoff.getTime() / 1000)
  const { issuedAtS } = await door.renew()
  if (asked > issuedAtS + AHEAD_S_MAX)
    throw new AppError(
      "precondition",
      `The cut-off is ${asked - issuedAtS} seconds ahead of Keycloak's clock: until then nobody could sign in`,
    )
  if ((await door.get("", realmCutoff)).notBefore < asked) {
    const notBefore = Math.max(asked, issuedAtS + 1)
    expectDone(await door.send("PUT", "", { notBefore }), "take the cut-off")
    await waitForClock(door, notBefore)
  }
  const standing = await confirmEpoch(cutoff, () => readRealm(door))
  await push(door)
  return standing
}

async function readRealm(door: AdminDoor): Promise<Date | null> {
  return dateOf((await door.get("", realmCutoff)).notBefore)
}

function dateOf(notBefore: number): Date | null {
  return notBefore === 0 ? null : new Date(notBefore * 1000)
}

async function waitForClock(door: AdminDoor, untilS: number): Promise<void> {
  for (let times = 0; times < CLOCK_ASKED_MAX; times++) {
    if ((await door.renew()).issuedAtS >= untilS) return
    await pause(CLOCK_MS)
  }
}

/** Only apps with an admin address, such as old adapters of Keycloak's own, are told; each that is not is said. */
async function push(door: AdminDoor): Promise<void> {
  const answer = expectDone(await door.send("POST", "/push-revocation"), "tell the apps of the cut-off")
  const { failedRequests } = pushed.parse(answer.length === 0 ? {} : JSON.parse(answer.toString("utf8")))
  if (failedRequests.length === 0) return
  throw new AppError(
    "unavailable",
    `The cut-off stands in Keycloak, but ${failedRequests.length} apps that it tells of it did not take it; try again`,
  )
}

function expectDone(outcome: KeptOutcome, what: string): Buffer {
  if (outcome.kind !== "answered")
    throw new AppError("unavailable", `Keycloak does not ${what}: ${outcome.reason}`)
  if (outcome.status >= 200 && outcome.status < 300) return outcome.body
  throw new AppError("unavailable", `Keycloak does not ${what} (${outcome.status})`)
}
