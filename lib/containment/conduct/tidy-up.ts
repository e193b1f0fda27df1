import type { Prisma } from "../../../prisma/generated/client.ts"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import type { SystemContext } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { openKept } from "../authorities/get-authority.ts"
import { openCanary } from "../logout/canary-secret.ts"
import { REASON } from "../logout/reason.ts"
import { phasesOver } from "../logout/rules.ts"

const LOOK_EVERY_MS = 30_000
/** What an authority still has that did not answer for so long is left to whoever administers it. */
const TRIED_MS_MAX = 24 * 60 * 60_000

const withCanaries = { authority: true, canaries: true } as const
type Left = Prisma.LogoutRunGetPayload<{ include: typeof withCanaries }>

/** Takes away what logouts that are over have left at their authorities, until it is told to stop. */
export async function keepTidyingUp(
  ctx: SystemContext,
  open: OpenAuthority,
  signal: AbortSignal,
): Promise<void> {
  const round = async () => {
    await tidyUp(ctx, open)
    return 0
  }
  await keepMakingRounds(ctx, round, LOOK_EVERY_MS, signal)
}

/**
 * Takes away the canary accounts of logouts that are over, where they were made for them, and notes it; elsewhere ends them. An authority that
 * does not answer is asked again the next time; what the first of those said is thrown when the others have had their turn.
 */
export async function tidyUp(ctx: SystemContext, open: OpenAuthority): Promise<void> {
  const left = await ctx.db.logoutRun.findMany({
    where: {
      tidiedAt: null,
      phase: { in: phasesOver },
      phaseAt: { gt: new Date(ctx.now().getTime() - TRIED_MS_MAX) },
      authority: { removedAt: null },
    },
    include: withCanaries,
  })
  const failed: unknown[] = []
  for (const one of left) await tidy(ctx, open, one).catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}

async function tidy(
  ctx: SystemContext,
  open: OpenAuthority,
  { authority: kept, canaries, ...logout }: Left,
): Promise<void> {
  const subs = [...new Set(canaries.map((canary) => openCanary(ctx, canary).sub))]
  const authority = openKept(ctx, open, kept)
  const { dropCanary } = authority
  const what = { cutoff: ctx.now(), idempotencyKey: `${logout.runId}-over`, reason: REASON }
  const take = async (sub: string) => {
    if (dropCanary) await dropCanary(sub)
    // Accounts that are the authority's own stay, and can be used for nothing.
    else if (kept.kind !== "external") await authority.revoke([sub], what, new AbortController().signal)
  }
  try {
    for (const sub of subs) await take(sub)
    await noteTidied(ctx, logout, dropCanary ? subs.length : 0)
  } finally {
    await authority.close()
  }
}

/** Two workers may both have taken them away: one of them says so. */
async function noteTidied(
  ctx: SystemContext,
  { runId, phase, wave }: Omit<Left, "authority" | "canaries">,
  accounts: number,
): Promise<void> {
  await ctx.ledger(async (tx) => {
    const data = { tidiedAt: ctx.now() }
    const { count } = await tx.logoutRun.updateMany({ where: { runId, tidiedAt: null }, data })
    if (count === 0 || accounts === 0 || phase === null) return
    const found = `${accounts === 1 ? "1 canary account was" : `${accounts} canary accounts were`} taken away`
    await tx.logoutEvent.create({
      data: { runId, phase, wave, what: "close", isGood: true, found, details: {} },
    })
  })
}
