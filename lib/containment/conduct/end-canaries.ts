import type { RevokeOutcome } from "../../core/session-authority.ts"
import { openCanary } from "../logout/canary-secret.ts"
import { effectOn } from "../logout/effects.ts"
import { REASON } from "../logout/reason.ts"
import {
  type CanaryRole,
  cutoffAfter,
  lastSeen,
  listCanaries,
  probe,
  type WatchedCanary,
} from "./canaries.ts"
import { type Conducted, note } from "./conducted.ts"

/** Apps hear of a cut-off within a few seconds: a canary that lives on longer has survived. */
const ALIVE_MS_MAX = 15_000
/** Whoever cannot be asked for so long leaves the canary unseen. */
const ERROR_MS_MAX = 60_000

/** How the canaries of a role were seen after their end, of the kinds that die at once. */
export interface EndedCanaries {
  dead: WatchedCanary[]
  survivors: WatchedCanary[]
  unseen: WatchedCanary[]
  /** One still lives or could not be asked, and has time yet: look again. */
  isPending: boolean
}

/**
 * Ends the canaries of a role in the way in which subjects are ended, and looks whether they are dead: where somebody else
 * ends them, when their line has come back. What dies by expiring alone is left to the time when its window is over. An
 * error is never "dead".
 */
export async function endCanaries(conducted: Conducted, role: CanaryRole): Promise<EndedCanaries> {
  const { plan, logout } = conducted
  const canaries = (await listCanaries(conducted)).filter(
    (one) => one.role === role && lastSeen(one, "before")?.verdict === "alive",
  )
  const ended: EndedCanaries = { dead: [], survivors: [], unseen: [], isPending: false }
  const [first] = canaries
  if (!first) return ended
  const sinceMs = conducted.ctx.now().getTime() - (logout.phaseAt?.getTime() ?? 0)
  if (plan.authority.kind === "external") {
    if (await isResultDue(conducted, first)) return { ...ended, isPending: true }
  } else if (canaries.every(({ endedAt }) => endedAt === null)) {
    if (!(await areAlive(conducted, canaries, sinceMs))) return { ...ended, isPending: true }
    const cutoff = canaryCutoff(conducted, canaries)
    if (cutoff > conducted.ctx.now()) return { ...ended, isPending: true }
    const outcome = await endAccount(conducted, first, cutoff)
    if (outcome.state !== "accepted" && sinceMs < ERROR_MS_MAX) return { ...ended, isPending: true }
    if (outcome.state === "accepted") await noteEnd(conducted, canaries)
    const found = `The ${role} canary account was ${outcome.state === "accepted" ? "logged out" : `not logged out: ${outcome.reason}`}`
    await note(conducted, { what: "canary", isGood: outcome.state === "accepted", found })
  }
  if (plan.authority.kind !== "external" && haveSurvived(conducted, canaries)) {
    const cutoff = canaryCutoff(conducted, canaries)
    await endAccount(conducted, first, cutoff)
  }
  for (const canary of canaries) {
    const isAlive = lastSeen(canary, "before")?.verdict === "alive"
    if (isAlive && effectOn(plan, canary)?.effect === "immediate") await look(conducted, canary, ended)
  }
  return ended
}

/**
 * Looks once more right before the end: what has died by itself since it was minted proves nothing afterwards. False where
 * one could not be asked about, and has time yet.
 */
async function areAlive(
  conducted: Conducted,
  canaries: readonly WatchedCanary[],
  sinceMs: number,
): Promise<boolean> {
  let areSeen = true
  for (const canary of canaries) {
    if (lastSeen(canary, "after") !== null) continue
    const { verdict } = await probe(conducted, canary, "before")
    if (verdict === "error") areSeen = false
    if (verdict === "dead")
      await note(conducted, {
        what: "canary",
        isGood: false,
        found: `The ${canary.role} canary of kind ${canary.kind} at ${canary.relyingParty} has died by itself before its end: it proves nothing`,
      })
  }
  return areSeen || sinceMs >= ERROR_MS_MAX
}

/** Whether one that was to die at once lives on: it is ended anew, for the authority may have been mended since. */
function haveSurvived({ ctx, plan }: Conducted, canaries: readonly WatchedCanary[]): boolean {
  return canaries.some(
    (canary) =>
      effectOn(plan, canary)?.effect === "immediate" &&
      lastSeen(canary, "after")?.verdict === "alive" &&
      ctx.now().getTime() - (canary.endedAt?.getTime() ?? Number.POSITIVE_INFINITY) >= ALIVE_MS_MAX,
  )
}

/** A cut-off that was given lies before the canaries: theirs is later, so that it is the mechanism that is proved. */
function canaryCutoff({ logout }: Conducted, canaries: readonly WatchedCanary[]): Date {
  const own = cutoffAfter(canaries.map(({ mintedAt }) => mintedAt))
  return logout.cutoff !== null && logout.cutoff > own ? logout.cutoff : own
}

/** Whether somebody else has time yet to say what became of a canary's account; what is not said by then is unknown. */
async function isResultDue({ ctx, run, ...rest }: Conducted, canary: WatchedCanary): Promise<boolean> {
  if (canary.told !== null) return false
  if (canary.dueAt !== null && canary.dueAt > ctx.now()) return true
  const { role } = canary
  const { count } = await ctx.ledger((tx) =>
    tx.canary.updateMany({ where: { runId: run.id, role, told: null }, data: { told: "unknown" } }),
  )
  const found = `No result came back in time about the ${role} canary account: whether it was logged out is unknown`
  if (count > 0) await note({ ctx, run, ...rest }, { what: "canary", isGood: false, found })
  return false
}

/** As subjects are: the cut-off of its own where each has one, or where that of all lies before it, and then the call. */
async function endAccount(
  { ctx, authority, logout, plan, run }: Conducted,
  canary: WatchedCanary,
  cutoff: Date,
): Promise<RevokeOutcome> {
  const { sub } = openCanary(ctx, canary)
  const { mode } = plan.epoch
  const isBeyond = logout.cutoff !== null && cutoff > logout.cutoff
  try {
    if (mode === "subject" || (mode !== "none" && isBeyond))
      await authority.setEpoch?.({ scope: "subject", sub }, cutoff)
    const what = { cutoff, idempotencyKey: `${run.id}-${canary.role}`, reason: REASON }
    const outcomes = await authority.revoke([sub], what, new AbortController().signal)
    return outcomes.get(sub) ?? { state: "unknown", reason: "the authority said nothing of it" }
  } catch (error) {
    return { state: "unknown", reason: (error as Error).message }
  }
}

async function noteEnd({ ctx }: Conducted, canaries: readonly WatchedCanary[]): Promise<void> {
  const endedAt = ctx.now()
  const ids = canaries.map(({ id }) => id)
  await ctx.ledger((tx) => tx.canary.updateMany({ where: { id: { in: ids } }, data: { endedAt } }))
  for (const canary of canaries) canary.endedAt = endedAt
}

async function look(conducted: Conducted, canary: WatchedCanary, ended: EndedCanaries): Promise<void> {
  if (lastSeen(canary, "after")?.verdict === "dead") {
    ended.dead.push(canary)
    return
  }
  const { verdict, reason } = await probe(conducted, canary, "after")
  const first = canary.probes.find(({ point }) => point === "after")
  const since = Math.max(first?.at.getTime() ?? 0, canary.endedAt?.getTime() ?? 0)
  const triedMs = conducted.ctx.now().getTime() - since
  const { kind, relyingParty } = canary
  if (verdict === "dead") {
    ended.dead.push(canary)
    await note(conducted, {
      what: "canary",
      isGood: true,
      found: `An old token of kind ${kind} is dead at ${relyingParty}`,
    })
  } else if (triedMs < (verdict === "alive" ? ALIVE_MS_MAX : ERROR_MS_MAX)) ended.isPending = true
  else {
    const found =
      verdict === "alive"
        ? `An old token of kind ${kind} still lives at ${relyingParty}`
        : `Nobody can say whether an old token of kind ${kind} is dead at ${relyingParty}: ${reason}`
    await note(conducted, { what: "canary", isGood: false, found })
    ;(verdict === "alive" ? ended.survivors : ended.unseen).push(canary)
  }
}
