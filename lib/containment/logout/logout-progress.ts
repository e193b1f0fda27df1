import type { LogoutEvent } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { type RunCounts, runCounts } from "../../runs/run-counts.ts"
import { getLogout, type Logout } from "./logout-run.ts"
import type { LogoutReport } from "./report-shape.ts"
import { type SampleCounts, sampleCounts } from "./sample-counts.ts"
import type { SeenCanary } from "./seen-canary.ts"

/** The steps that a page shows: a logout in many waves has more of them in its export. */
const EVENTS_MAX = 500

/** A logout as it is watched while it goes on. */
export interface LogoutProgress {
  logout: Logout
  counts: RunCounts
  /** The latest first. */
  events: Pick<LogoutEvent, "id" | "at" | "phase" | "wave" | "what" | "isGood" | "found">[]
  canaries: SeenCanary[]
  sample: SampleCounts
  /** null until it is closed. */
  report: LogoutReport | null
}

/** How a logout goes on, from its ledgers. Throws not_found where there is none. */
export async function getLogoutProgress(ctx: Context, runId: string): Promise<LogoutProgress> {
  demand(ctx.actor, "containment.view")
  const logout = await getLogout(ctx, runId)
  const counts = await runCounts(ctx.db, runId)
  const { accepted, verified, queued, deferred, sending } = counts.states
  // What is still to be ended will be among whom the sample is drawn from, until it is over.
  const waiting = logout.endedAt === null ? queued + deferred + sending : 0
  const [events, canaries, sample, kept] = await Promise.all([
    ctx.db.logoutEvent.findMany({ where: { runId }, orderBy: { id: "desc" }, take: EVENTS_MAX }),
    ctx.db.canary.findMany({
      where: { runId },
      include: { probes: { orderBy: { at: "asc" } } },
      orderBy: { mintedAt: "asc" },
    }),
    sampleCounts(ctx.db, runId, accepted + verified + waiting),
    ctx.db.logoutRun.findUnique({ where: { runId }, select: { report: true } }),
  ])
  return {
    logout,
    counts,
    events: events.map(({ id, at, phase, wave, what, isGood, found }) => ({
      id,
      at,
      phase,
      wave,
      what,
      isGood,
      found,
    })),
    canaries: canaries.map(({ id, kind, relyingParty, role, mintedAt, expiresAt, endedAt, probes }) => ({
      ...{ id, kind, relyingParty, role, mintedAt, expiresAt, endedAt },
      probes: probes.map(({ point, at, verdict, reason }) => ({ point, at, verdict, reason })),
    })),
    sample,
    report: (kept?.report ?? null) as LogoutReport | null,
  }
}
