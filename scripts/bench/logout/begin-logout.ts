import { setTimeout as wait } from "node:timers/promises"
import { decideApproval } from "../../../lib/access/approvals/decide-approval.ts"
import { performApproved } from "../../../lib/access/approvals/perform-approved.ts"
import { requestApproval } from "../../../lib/access/approvals/request-approval.ts"
import { resumeLogout } from "../../../lib/containment/logout/change-logout.ts"
import { logoutPlanner } from "../../../lib/containment/logout/logout-planner.ts"
import { getLogout, type Logout } from "../../../lib/containment/logout/logout-run.ts"
import { requestLogout } from "../../../lib/containment/logout/request-logout.ts"
import { isOver } from "../../../lib/containment/logout/rules.ts"
import { runLogout } from "../../../lib/containment/logout/run-logout.ts"
import type { LogoutSettingsInput } from "../../../lib/containment/logout/schemas.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { authoritiesOf } from "../../../lib/platform/authorities/open-authority.ts"
import { makePlan } from "../../../lib/runs/planning/make-plan.ts"
import type { StateCounts } from "../../../lib/runs/rules.ts"
import { runCounts } from "../../../lib/runs/run-counts.ts"
import type { LogoutBench } from "./open-bench.ts"

const LOOK_EVERY_MS = 250

/** Plans a logout of all whom an authority names, has it approved by a second person, and begins it: workers do the rest. */
export async function beginLogout(
  { ctx, security, second, config }: LogoutBench,
  settings: Omit<LogoutSettingsInput, "scope">,
): Promise<Logout> {
  const { id: incidentId } = await ctx.ledger((tx) =>
    tx.incident.create({
      data: { title: "Logouts by the thousand", severity: "low", awareAt: new Date(), declaredBy: "system" },
    }),
  )
  const { runId } = await requestLogout(security, incidentId, { ...settings, scope: { by: "all" } })
  await makePlan(ctx, logoutPlanner(authoritiesOf(config)), runId)
  // A worker that is there already may have taken it.
  for (
    let logout = await getLogout(ctx, runId);
    logout.state !== "planned";
    logout = await getLogout(ctx, runId)
  ) {
    if (logout.state === "failed") throw new AppError("precondition", logout.trouble ?? "it was not planned")
    await wait(LOOK_EVERY_MS)
  }
  const asked = await requestApproval(security, runLogout, { incidentId, runId }, "A measurement")
  await decideApproval(second, runLogout, asked.id, { verdict: "approve", reason: "", shown: asked.digest })
  await performApproved(security, runLogout, asked.id)
  return await getLogout(ctx, runId)
}

export interface EndedLogout {
  logout: Logout
  states: StateCounts
  /** What it was paused for, by itself; a person let it go on at once. */
  pauses: string[]
}

/** Waits until a logout is over, as a person would who lets it go on whenever it pauses. */
export async function untilOver({ ctx, security }: LogoutBench, runId: string): Promise<EndedLogout> {
  const pauses: string[] = []
  for (;;) {
    const logout = await getLogout(ctx, runId)
    if (logout.phase !== null && isOver(logout.phase))
      return { logout, states: (await runCounts(ctx.db, runId)).states, pauses }
    if (logout.standing === "paused") {
      pauses.push(logout.pauseReason ?? "")
      await resumeLogout(security, runId, "Seen, in a measurement")
    }
    await wait(LOOK_EVERY_MS)
  }
}
