import type { Context } from "../../lib/core/context.ts"
import { getRunStatus } from "../../lib/notices/account/get-run-status.ts"
import type { NoticeRun } from "../../lib/notices/audience/list-planned-runs.ts"
import type { StateCounts } from "../../lib/runs/rules.ts"
import type { PlannedRunState } from "../ui/marks/planned-run-mark.tsx"

/** Letters of which nobody knows, that a page names at once; the account names all. */
const UNKNOWN_SHOWN = 20

/** How a run of letters stands, as browsers are told. */
export interface NoticeRunView {
  state: PlannedRunState
  startsAt: string | null
  states: StateCounts
  parts: Record<string, StateCounts>
  perSecond: number
  estimate: { seconds: number; until: string } | null
  /** Pseudonyms of the first. */
  unknown: string[]
  isOver: boolean
}

/** The run as it stands now. */
export async function viewNoticeRun(ctx: Context, run: NoticeRun): Promise<NoticeRunView> {
  const { states, parts, perSecond, unknown, estimate } = await getRunStatus(ctx, run.id)
  return {
    state: run.state,
    startsAt: run.startsAt?.toISOString() ?? null,
    states: states as StateCounts,
    parts: parts as Record<string, StateCounts>,
    perSecond: Math.round(perSecond * 10) / 10,
    estimate: estimate && { seconds: Math.round(estimate.seconds), until: estimate.until.toISOString() },
    unknown: unknown.slice(0, UNKNOWN_SHOWN),
    isOver: run.state === "finished" || run.state === "stopped" || run.state === "failed",
  }
}
