import type { LogoutPhase, PlannedRunState } from "../../../prisma/generated/client.ts"

export type { LogoutPhase }

/** Which phase may follow which (containment.md §3). A pause and an abort stand beside them, in the run's own state. */
const next: Readonly<Record<LogoutPhase, readonly LogoutPhase[]>> = {
  containing: ["canary_wave"],
  canary_wave: ["gate"],
  gate: ["wave", "verifying"],
  wave: ["gate"],
  verifying: ["settling", "wave"],
  settling: ["closed", "closed_with_gaps"],
  closed: [],
  closed_with_gaps: [],
  aborted: [],
}

/** Whether a logout may go from one phase to another; any that is not over may be aborted. */
export function mayAdvance(from: LogoutPhase, to: LogoutPhase): boolean {
  return to === "aborted" ? !isOver(from) : next[from].includes(to)
}

/** Whether nothing will be done in it any more. */
export function isOver(phase: LogoutPhase): boolean {
  return next[phase].length === 0
}

export const phasesOver = (Object.keys(next) as LogoutPhase[]).filter(isOver)

/** Where a logout stands, for people: from being planned to being closed. */
export type Standing =
  | "planning"
  | "failed"
  | "dry_run"
  | "awaiting_approval"
  | "armed"
  | "expired"
  | "paused"
  | LogoutPhase

/** What is looked at: the run, its phase, and its latest approval as it stands at the moment. */
export interface Stands {
  state: PlannedRunState
  phase: LogoutPhase | null
  approval: "waiting" | "approved" | "expired" | "other" | null
}

export function standingOf({ state, phase, approval }: Stands): Standing {
  if (phase !== null) return state === "paused" && !isOver(phase) ? "paused" : phase
  if (state === "planning" || state === "failed") return state
  if (state === "stopped") return "aborted"
  if (approval === "waiting") return "awaiting_approval"
  if (approval === "approved") return "armed"
  return approval === "expired" ? "expired" : "dry_run"
}
