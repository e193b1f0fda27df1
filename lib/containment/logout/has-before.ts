import type { Inspection, SessionInfo } from "../../core/session-authority.ts"
import { lingeringKinds } from "./effects.ts"
import type { LogoutPlan } from "./plan-shape.ts"

/** What somebody has left from before the cut-off, by whether it could be ended: the rest expires, or lives on as was said. */
export function leftBefore(
  { sessions }: Pick<Inspection, "sessions">,
  cutoff: Date,
  plan: Pick<LogoutPlan, "capabilities">,
): { survivors: SessionInfo[]; lingering: SessionInfo[] } {
  const kinds = lingeringKinds(plan)
  const before = sessions.filter(({ startedAt }) => startedAt < cutoff)
  return {
    survivors: before.filter(({ kind }) => !kinds.has(kind)),
    lingering: before.filter(({ kind }) => kinds.has(kind)),
  }
}
