import { AppError } from "../../core/errors.ts"
import { type CanaryTarget, canaryTargets, isOfTarget } from "../logout/effects.ts"
import { CANARY_PART } from "../logout/settings.ts"
import { findStandingFlips } from "../switches/standing-flips.ts"
import {
  type CanaryRole,
  cutoffAfter,
  lastSeen,
  listCanaries,
  mint,
  probe,
  type WatchedCanary,
} from "./canaries.ts"
import { lastChunkOf } from "./chunks.ts"
import { advance, type Conducted, letGoOn, note } from "./conducted.ts"
import { setEpoch } from "./set-epoch.ts"

/** A switch has so long to say that it is turned. */
const SWITCH_MS_MAX = 5 * 60_000
/** A canary that is dead before anything was done is minted so often before a person has to look. */
const MINTED_MAX = 3
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
  if (conducted.plan.epoch.mode === "global") {
    if (!(await setEpoch(conducted, { scope: "global" }, "for everybody"))) return
  }
  const openChunks = await lastChunkOf(conducted, CANARY_PART)
  await advance(conducted, "canary_wave", { openChunks, told: { cutoff: cutoff.toISOString() } })
}

/** By asking the thing itself: the echo of a request confirms nothing. What was done elsewhere is somebody's word. */
async function areSwitchesTurned(conducted: Conducted): Promise<boolean> {
  const { ctx, run, logout } = conducted
  const { gone, awaited } = await plannedFlips(conducted)
  const open = awaited.filter(({ isConfirmed, state }) => !isConfirmed && state !== "noted")
  const waited = ctx.now().getTime() - (logout.phaseAt?.getTime() ?? 0)
  const names = open.map(({ label, isOn }) => `${label} ${isOn ? "on" : "off"}`).join(", ")
  const told = await ctx.db.logoutEvent.count({ where: { runId: run.id, what: "switch" } })
  if (open.length > 0 && waited < SWITCH_MS_MAX) {
    const found = `Waits, for 5 min at most, until it is said by itself: ${names}`
    if (told === 0) await note(conducted, { what: "switch", isGood: false, found })
    return false
  }
  const troubles = [
    ...gone.map((label) => ({
      keys: [`switch gone ${label}`],
      words: `${label} was turned otherwise after this was planned, or removed`,
    })),
    ...(open.length > 0
      ? [{ keys: [`switch ${names}`], words: `Not confirmed within 5 min: ${names}` }]
      : []),
  ]
  if (!(await letGoOn(conducted, "switch", troubles))) return false
  const confirmed = await ctx.db.logoutEvent.count({ where: { runId: run.id, what: "switch", isGood: true } })
  if (confirmed === 0)
    for (const { label, isOn, isConfirmed, state } of awaited)
      if (isConfirmed || state === "noted")
        await note(conducted, {
          what: "switch",
          isGood: true,
          found: `${label} is ${isOn ? "on" : "off"}${isConfirmed ? ", asked itself" : ", by the word of whoever noted it"}`,
        })
  return true
}

/** What was planned with, as it stands now: also where somebody turned a switch to the same again, or noted it elsewhere. */
async function plannedFlips({ ctx, run, plan }: Conducted) {
  const standing = await findStandingFlips(ctx.db, run.incidentId)
  const planned = await ctx.db.switchFlip.findMany({
    where: { id: { in: plan.flips } },
    include: { switch: { select: { label: true } } },
  })
  const nowOf = ({ switchId, isOn }: (typeof planned)[number]) =>
    standing.find((one) => one.switchId === switchId && one.isOn === isOn)
  return {
    gone: planned.filter((flip) => nowOf(flip) === undefined).map((flip) => flip.switch.label),
    awaited: planned.flatMap((flip) => nowOf(flip) ?? []),
  }
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
  const { kind, relyingParty } = target
  const own = canaries.filter((one) => isOfTarget(target, one) && one.role === role)
  if (own.some((canary) => lastSeen(canary, "before")?.verdict === "alive")) return true
  const words = `No canary of kind ${kind}${relyingParty === null ? "" : ` at ${relyingParty}`} is alive: nothing would be proved of it`
  const key = `canary ${kind} ${relyingParty}`
  if (own.length >= MINTED_MAX) return await letGoOn(conducted, "canary", [{ keys: [key], words }])
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
    return await letGoOn(conducted, "canary", [{ keys: [key], words: `${words} (${error.message})` }])
  }
}

/** The moment of the beginning is fixed when the canaries live: they must be older than it, as whoever it is about. */
async function fixCutoff(conducted: Conducted, canaries: readonly WatchedCanary[]): Promise<Date | null> {
  const { ctx, run, logout } = conducted
  if (logout.cutoff === null) {
    const cutoff = cutoffAfter([ctx.now(), ...canaries.map(({ mintedAt }) => mintedAt)])
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
