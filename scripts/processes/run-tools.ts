import { endSessions } from "../../lib/containment/logout/end-sessions.ts"
import { logoutPlanner } from "../../lib/containment/logout/logout-planner.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { authoritiesOf } from "../../lib/platform/authorities/open-authority.ts"
import { openHeldLocks } from "../../lib/platform/db/held-lock.ts"
import { workOffPlans } from "../../lib/runs/planning/work-off-plans.ts"
import { workOffPlannedRuns } from "../../lib/runs/work-off-planned-runs.ts"
import { noticePlannerOver, noticeUserOver } from "./notice-tools.ts"

/** Plans and carries out long runs of all kinds, until it is told to stop. */
export async function workForRuns(
  ctx: SystemContext,
  databaseUrl: string,
  signal: AbortSignal,
): Promise<void> {
  const open = authoritiesOf(ctx.config)
  const planners = [noticePlannerOver(databaseUrl), logoutPlanner(open)]
  const users = [await noticeUserOver(ctx), endSessions(open)]
  await Promise.all([
    workOffPlans(ctx, planners, signal),
    workOffPlannedRuns(ctx, users, openHeldLocks(databaseUrl), signal),
  ])
}
