import { effectsOf } from "../../lib/containment/logout/effects.ts"
import { type KindProof, kindProofs } from "../../lib/containment/logout/kind-proofs.ts"
import { getLogoutProgress, type LogoutProgress } from "../../lib/containment/logout/logout-progress.ts"
import { isOver, type LogoutPhase, type Standing } from "../../lib/containment/logout/rules.ts"
import type { SampleCounts } from "../../lib/containment/logout/sample-counts.ts"
import type { Context } from "../../lib/core/context.ts"
import type { StateCounts } from "../../lib/runs/rules.ts"
import type { SubjectState } from "../ui/marks/logout-marks.tsx"

/** The steps that are told while they happen; the file has all of them. */
const STEPS_SHOWN = 60

export type SubjectCounts = Record<SubjectState, number>

export interface LogoutStep {
  id: string
  at: string
  phase: LogoutPhase
  wave: number
  what: string
  isGood: boolean
  found: string
}

/** How a logout stands, as browsers are told. */
export interface LogoutView {
  standing: Standing
  phase: LogoutPhase | null
  /** In which phase it was aborted; null where it was not. */
  leftIn: LogoutPhase | null
  wave: number
  phaseAt: string | null
  cutoff: string | null
  settlesAt: string | null
  pauseReason: string | null
  pausedBySystem: boolean
  perSecond: number
  subjects: SubjectCounts
  waves: { part: string; subjects: SubjectCounts }[]
  proofs: KindProof[]
  sample: SampleCounts
  /** The latest first. */
  steps: LogoutStep[]
  hasMoreSteps: boolean
  isOver: boolean
}

/** The logout as it stands now. */
export async function viewLogout(ctx: Context, runId: string): Promise<LogoutView> {
  const { logout, counts, events, canaries, sample } = await getLogoutProgress(ctx, runId)
  const { standing, phase, wave, plan, pace } = logout
  const iso = (at: Date | null) => at?.toISOString() ?? null
  return {
    standing,
    phase,
    leftIn: phase === "aborted" ? (events[0]?.phase ?? "containing") : null,
    wave,
    phaseAt: iso(logout.phaseAt),
    cutoff: iso(logout.cutoff),
    settlesAt: iso(logout.settlesAt),
    pauseReason: logout.pauseReason,
    pausedBySystem: logout.pausedBy === "system",
    perSecond: pace.perSecond,
    subjects: subjectCounts(counts.states),
    waves: Object.entries(counts.parts).map(([part, states]) => ({ part, subjects: subjectCounts(states) })),
    proofs: plan ? kindProofs(effectsOf(plan), canaries) : [],
    sample,
    steps: events.slice(0, STEPS_SHOWN).map(stepOf),
    hasMoreSteps: events.length > STEPS_SHOWN,
    isOver: standing === "failed" || (phase === null ? logout.state === "stopped" : isOver(phase)),
  }
}

function stepOf({ at, ...rest }: LogoutProgress["events"][number]): LogoutStep {
  return { ...rest, at: at.toISOString() }
}

/** The ledger's states in the words of a logout. */
export function subjectCounts(states: StateCounts): SubjectCounts {
  const { queued, deferred, sending, accepted, verified, rejected, unknown } = states
  return {
    pending: queued + deferred,
    sent: sending,
    accepted,
    verified,
    failed: rejected,
    unknown,
    out: states.suppressed + states.cancelled + states.held,
  }
}
