import type { Inspection, SessionInfo } from "../../core/session-authority.ts"

/** Sessions and tokens whose login was before the cut-off. */
export function beforeCutoff({ sessions }: Pick<Inspection, "sessions">, cutoff: Date): SessionInfo[] {
  return sessions.filter(({ startedAt }) => startedAt < cutoff)
}

/** Whether somebody still has something from before the cut-off that can be ended: what only expires cannot. */
export function hasBefore(inspection: Pick<Inspection, "sessions">, cutoff: Date): boolean {
  return beforeCutoff(inspection, cutoff).some(({ kind }) => kind !== "jwt")
}
