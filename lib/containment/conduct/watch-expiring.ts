import type { ProbeVerdict } from "../../core/session-authority.ts"
import { effectOn } from "../logout/effects.ts"
import { lastSeen, listCanaries, probe, type WatchedCanary } from "./canaries.ts"
import { type Conducted, note } from "./conducted.ts"

/** Of its window a canary is looked at so often, within these bounds: that much finer is what is measured. */
const LOOKS = 60
const EVERY_MS = { min: 1_000, max: 60_000 }

/**
 * Looks at canaries that were ended and die only by expiring, from their end on: that measures the window. Gives how those
 * were seen last that are not dead. `isNow` looks at all of them, whenever they were looked at.
 */
export async function watchExpiring(
  conducted: Conducted,
  { isNow }: { isNow: boolean },
): Promise<ProbeVerdict["verdict"][]> {
  const left: ProbeVerdict["verdict"][] = []
  for (const canary of (await listCanaries(conducted)).filter((one) => isWatched(conducted, one))) {
    const seen = lastSeen(canary, "settled")
    if (seen?.verdict === "dead") continue
    const sinceMs = conducted.ctx.now().getTime() - (seen?.at.getTime() ?? 0)
    const isDue = isNow || sinceMs >= everyMs(effectOn(conducted.plan, canary)?.windowS ?? null)
    const verdict = isDue ? await look(conducted, canary) : (seen?.verdict as ProbeVerdict["verdict"])
    if (verdict !== "dead") left.push(verdict)
  }
  return left
}

/** Where nobody knows when its account was ended, it is looked at when all is over. */
function isWatched({ plan, logout }: Conducted, canary: WatchedCanary): boolean {
  const isExpiring = canary.role !== "fresh" && effectOn(plan, canary)?.effect !== "immediate"
  const isEnded = canary.endedAt !== null || logout.phase === "settling"
  return isExpiring && isEnded && lastSeen(canary, "before")?.verdict === "alive"
}

function everyMs(windowS: number | null): number {
  const ms = windowS === null ? EVERY_MS.max : (windowS * 1_000) / LOOKS
  return Math.min(EVERY_MS.max, Math.max(EVERY_MS.min, ms))
}

async function look(conducted: Conducted, canary: WatchedCanary): Promise<ProbeVerdict["verdict"]> {
  const { ctx, logout } = conducted
  const { verdict } = await probe(conducted, canary, "settled")
  if (verdict !== "dead") return verdict
  // Nobody knows when an account was logged out of which no result came back.
  const since = canary.endedAt ?? logout.cutoff ?? ctx.now()
  const livedS = Math.max(0, Math.round((ctx.now().getTime() - since.getTime()) / 1_000))
  const after = canary.endedAt ? "its account was logged out" : "the cut-off"
  const found = `An old token of kind ${canary.kind} is dead at ${canary.relyingParty}, ${livedS} s after ${after}`
  await note(conducted, { what: "settle", isGood: true, found, details: { kind: canary.kind, livedS } })
  return verdict
}
