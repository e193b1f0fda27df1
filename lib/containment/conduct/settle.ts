import type { Prisma } from "../../../prisma/generated/client.ts"
import { effectOn } from "../logout/effects.ts"
import { lastSeen, listCanaries, probe } from "./canaries.ts"
import { advance, type Conducted, note } from "./conducted.ts"
import { reportOf } from "./report.ts"

/** A canary of which nobody can say whether it is dead is asked about for so long after the window. */
const ERROR_MS_MAX = 60_000
/** What a measured window may be longer than a promised one, before it counts as a gap. */
const LATE_MS_MAX = 30_000

/**
 * Waits until the longest window is over, looking meanwhile whether what only expires is dead: that measures the window.
 * Then the logout is closed, with the gaps that are left named.
 */
export async function settle(conducted: Conducted): Promise<void> {
  const { ctx, logout, plan } = conducted
  const canaries = (await listCanaries(conducted)).filter(
    (one) =>
      one.role !== "fresh" &&
      lastSeen(one, "before")?.verdict === "alive" &&
      effectOn(plan, one)?.effect !== "immediate" &&
      lastSeen(one, "settled")?.verdict !== "dead",
  )
  let isOpen = false
  const overMs = ctx.now().getTime() - (logout.settlesAt?.getTime() ?? 0)
  for (const canary of canaries) {
    const { verdict } = await probe(conducted, canary, "settled")
    if (verdict === "dead") {
      // Nobody knows when an account was logged out of which no result came back.
      const since = canary.endedAt ?? logout.cutoff ?? ctx.now()
      const livedS = Math.max(0, Math.round((ctx.now().getTime() - since.getTime()) / 1_000))
      const after = canary.endedAt ? "its account was logged out" : "the cut-off"
      const found = `An old token of kind ${canary.kind} is dead at ${canary.relyingParty}, ${livedS} s after ${after}`
      await note(conducted, { what: "settle", isGood: true, found, details: { kind: canary.kind, livedS } })
    } else if (overMs < (verdict === "error" ? ERROR_MS_MAX : LATE_MS_MAX)) isOpen = true
  }
  if (overMs < 0 || isOpen) return
  const report = await reportOf(conducted)
  const isWhole = report.gaps.length === 0
  await advance(conducted, isWhole ? "closed" : "closed_with_gaps", {
    logout: { report: report as unknown as Prisma.InputJsonObject },
    told: { gaps: report.gaps },
  })
}
