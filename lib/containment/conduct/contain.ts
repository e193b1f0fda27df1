import { AppError } from "../../core/errors.ts"
import { type CanaryTarget, canaryTargets, isOfTarget } from "../logout/effects.ts"
import { CANARY_PART } from "../logout/settings.ts"
import { findStandingFlips } from "../switches/standing-flips.ts"
import { type CanaryRole, lastSeen, listCanaries, mint, probe, type WatchedCanary } from "./canaries.ts"
import { lastChunkOf } from "./chunks.ts"
import { advance, type Conducted, letGoOn, note } from "./conducted.ts"

/** A switch has so long to say that it is turned. */
const SWITCH_MS_MAX = 5 * 60_000
/** A canary that is dead before anything was done is minted so often before a person has to look. */
const MINTED_MAX = 3
/** Clocks of authorities may differ by this, and a login's instant is known to the second. */
const AFTER_MINTING_MS = 2_000

/**
 * Before anybody is logged out: switches say themselves that they are turned, canaries of each kind are alive, and then the
 * cut-off is fixed and, where it is one for all, set.
 */
export async function contain(conducted: Conducted): Promise<void> {
  if (!(await areSwitchesTurned(conducted))) return
  const canaries = await aliveCanaries(conducted)
  if (canaries === null) return
  const cutoff = await fixCutoff(conducted, canaries)
  if (cutoff === null) return
  if (conducted.plan.epoch.mode === "global" && !(await setGlobalEpoch(conducted, cutoff))) return
  const openChunks = await lastChunkOf(conducted, CANARY_PART)
  await advance(conducted, "canary_wave", { openChunks, told: { cutoff: cutoff.toISOString() } })
}

/** By asking the thing itself: the echo of a request confirms nothing. What was done elsewhere is somebody's word. */
async function areSwitchesTurned(conducted: Conducted): Promise<boolean> {
  const { ctx, run, plan, logout } = conducted
  const standing = await findStandingFlips(ctx.db, run.incidentId)
  const isGone = plan.flips.some((id) => !standing.some(({ flipId }) => flipId === id))
  const awaited = standing.filter(({ flipId }) => plan.flips.includes(flipId))
  const open = awaited.filter(({ isConfirmed, state }) => !isConfirmed && state !== "noted")
  const waited = ctx.now().getTime() - (logout.phaseAt?.getTime() ?? 0)
  if (open.length > 0 && waited < SWITCH_MS_MAX) return false
  const names = open.map(({ label, isOn }) => `${label} ${isOn ? "on" : "off"}`).join(", ")
  const troubles = [
    ...(isGone ? ["A switch was turned again after this was planned, or removed"] : []),
    ...(open.length > 0 ? [`Not confirmed within 5 min: ${names}`] : []),
  ]
  if (!(await letGoOn(conducted, "switch", troubles))) return false
  const told = await ctx.db.logoutEvent.count({ where: { runId: run.id, what: "switch", isGood: true } })
  if (told === 0)
    for (const { label, isOn, isConfirmed } of awaited)
      await note(conducted, {
        what: "switch",
        isGood: true,
        found: `${label} is ${isOn ? "on" : "off"}${isConfirmed ? ", asked itself" : ", by the word of whoever noted it"}`,
      })
  return true
}

/** One of each kind that dies early, and one that dies when all is over; null where one cannot be had alive. */
async function aliveCanaries(conducted: Conducted): Promise<WatchedCanary[] | null> {
  const canaries = await listCanaries(conducted)
  for (const role of ["early", "late"] as const)
    for (const target of canaryTargets(conducted.plan))
      if (!(await haveAlive(conducted, canaries, target, role))) return null
  return canaries.filter((canary) => lastSeen(canary, "before")?.verdict === "alive")
}

async function haveAlive(
  conducted: Conducted,
  canaries: WatchedCanary[],
  target: CanaryTarget,
  role: CanaryRole,
): Promise<boolean> {
  const { kind } = target
  const own = canaries.filter((one) => isOfTarget(target, one) && one.role === role)
  if (own.some((canary) => lastSeen(canary, "before")?.verdict === "alive")) return true
  const trouble = `No canary of kind ${kind} is alive: nothing would be proved of that kind`
  if (own.length >= MINTED_MAX) return await letGoOn(conducted, "canary", [trouble])
  try {
    const beside = canaries.find((one) => one.role === role)
    const minted = await mint(conducted, target, role, beside)
    canaries.push(minted)
    const { verdict, reason } = await probe(conducted, minted, "before")
    await note(conducted, {
      what: "canary",
      isGood: verdict === "alive",
      found: `A canary of kind ${kind} was minted for ${minted.relyingParty}, and is ${verdict === "error" ? `not to be seen: ${reason}` : verdict}`,
      details: { canary: minted.id, kind, role },
    })
    return verdict === "alive"
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return await letGoOn(conducted, "canary", [`${trouble} (${error.message})`])
  }
}

/** The moment of the beginning is fixed when the canaries live: they must be older than it, as whoever it is about. */
async function fixCutoff(conducted: Conducted, canaries: readonly WatchedCanary[]): Promise<Date | null> {
  const { ctx, run, logout } = conducted
  if (logout.cutoff === null) {
    const youngest = Math.max(ctx.now().getTime(), ...canaries.map(({ mintedAt }) => mintedAt.getTime()))
    const cutoff = new Date(Math.ceil((youngest + AFTER_MINTING_MS) / 1_000) * 1_000)
    await ctx.ledger((tx) =>
      tx.logoutRun.updateMany({ where: { runId: run.id, cutoff: null }, data: { cutoff } }),
    )
    await note(conducted, {
      what: "cutoff",
      isGood: true,
      found: `The cut-off is ${cutoff.toISOString().slice(0, 19).replace("T", " ")} UTC: what was begun before it ends`,
    })
    return null
  }
  // Whoever logs in until then is before it: nobody is ended until it has passed.
  return logout.cutoff > ctx.now() ? null : logout.cutoff
}

async function setGlobalEpoch(conducted: Conducted, cutoff: Date): Promise<boolean> {
  const { authority } = conducted
  try {
    const stands = await authority.setEpoch?.({ scope: "global" }, cutoff)
    const asked = (await authority.getEpoch?.({ scope: "global" })) ?? null
    const isSet = asked !== null && asked >= cutoff
    const found = isSet
      ? `The cut-off for everybody stands at ${asked.toISOString()}, asked again after it was set`
      : `The cut-off for everybody does not stand: ${stands?.toISOString() ?? "nothing"} was answered, ${asked?.toISOString() ?? "nothing"} when asked`
    if (!isSet) return await letGoOn(conducted, "epoch", [found])
    await note(conducted, { what: "epoch", isGood: true, found })
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return await letGoOn(conducted, "epoch", [`The cut-off for everybody could not be set: ${error.message}`])
  }
}
