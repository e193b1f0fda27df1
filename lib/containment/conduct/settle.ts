import type { Prisma } from "../../../prisma/generated/client.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { effectsOf, longestKnownS } from "../logout/effects.ts"
import { advance, type Conducted } from "./conducted.ts"
import { reportOf } from "./report.ts"
import { watchExpiring } from "./watch-expiring.ts"

/** A canary of which nobody can say whether it is dead is asked about for so long after the window. */
const ERROR_MS_MAX = 60_000
/** One that lives is looked at for so long after the window, before that counts as a gap. */
const LATE_MS_MAX = 30_000
/** Whoever is still to be ended then is waited for so long. */
const OPEN_MS_MAX = 5 * 60_000

/**
 * Waits until the longest window is over, looking meanwhile whether what only expires is dead: that measures the window.
 * Then the logout is closed, with the gaps that are left named.
 */
export async function settle(conducted: Conducted): Promise<void> {
  const { ctx, run } = conducted
  const overMs = ctx.now().getTime() - (await settledFrom(conducted)).getTime()
  const left = await watchExpiring(conducted, { isNow: overMs >= 0 })
  const mayDie = left.some((verdict) => overMs < (verdict === "error" ? ERROR_MS_MAX : LATE_MS_MAX))
  const { queued, sending, deferred } = (await runCounts(ctx.db, run.id)).states
  const isOpen = queued + sending + deferred > 0 && overMs < OPEN_MS_MAX
  if (overMs < 0 || mayDie || isOpen) return
  const report = await reportOf(conducted)
  await advance(conducted, report.gaps.length === 0 ? "closed" : "closed_with_gaps", {
    logout: { report: report as unknown as Prisma.InputJsonObject },
    told: { gaps: report.gaps },
  })
}

/** Later than was said before, where somebody was ended since. */
async function settledFrom(conducted: Conducted): Promise<Date> {
  const { ctx, run, logout } = conducted
  const known = logout.settlesAt ?? ctx.now()
  const settlesAt = await settlesAtOf(conducted)
  if (settlesAt <= known) return known
  await ctx.ledger((tx) => tx.logoutRun.update({ where: { runId: run.id }, data: { settlesAt } }))
  return settlesAt
}

/** From the last end on, the longest window that is known of what only expires. */
export async function settlesAtOf({ ctx, run, plan }: Conducted): Promise<Date> {
  const [last] = await ctx.ledger(
    (tx) =>
      tx.$queryRaw<
        { at: Date | null }[]
      >`SELECT max(sent_at) AS at FROM run_item WHERE run_id = ${run.id}::uuid`,
  )
  return new Date((last?.at ?? ctx.now()).getTime() + longestKnownS(effectsOf(plan)) * 1_000)
}
