import type { Approval, LogoutRun, PlannedRun } from "../../../prisma/generated/client.ts"
import { effectiveState } from "../../access/approvals/rules.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import type { Pace } from "../../runs/pace.ts"
import type { LogoutPlan } from "./plan-shape.ts"
import { type LogoutPhase, type Standing, standingOf } from "./rules.ts"
import type { LogoutSettings } from "./schemas.ts"

/** An incident with more logouts than this has another trouble. */
const RUNS_MAX = 200

/** What was asked for last, to have a logout begun. */
type Asked = Pick<Approval, "id" | "state" | "requestedBy" | "expiresAt">

/** A logout as pages and the command line show it. */
export interface Logout {
  id: string
  incidentId: string
  number: number
  state: PlannedRun["state"]
  standing: Standing
  phase: LogoutPhase | null
  wave: number
  settings: LogoutSettings
  pace: Pace
  /** null until it is planned. */
  plan: LogoutPlan | null
  /** null until it is begun, where it is to be the moment of its beginning. */
  cutoff: Date | null
  listDigest: string | null
  trouble: string | null
  requestedAt: Date
  requestedBy: string
  plannedAt: Date | null
  approval: Asked | null
  startedAt: Date | null
  pausedAt: Date | null
  pausedBy: string | null
  pauseReason: string | null
  phaseAt: Date | null
  settlesAt: Date | null
  endedAt: Date | null
}

type Row = PlannedRun & { logout: LogoutRun | null }

const approvalFields = { id: true, state: true, requestedBy: true, expiresAt: true } as const

/** The logouts of an incident, the latest first. */
export async function listLogouts(ctx: Context, incidentId: string): Promise<Logout[]> {
  demand(ctx.actor, "containment.view")
  const rows = await ctx.db.plannedRun.findMany({
    where: { incidentId, kind: "logout" },
    include: { logout: true },
    orderBy: { number: "desc" },
    take: RUNS_MAX,
  })
  const approvals = await ctx.db.approval.findMany({
    where: { incidentId, act: "logout.run" },
    orderBy: { requestedAt: "asc" },
    select: { ...approvalFields, input: true },
  })
  const latest = new Map(approvals.map(({ input, ...one }) => [(input as { runId?: string }).runId, one]))
  return rows.map((row) => logoutOf(ctx, row, latest.get(row.id) ?? null))
}

/** One logout. Throws not_found where there is none. */
export async function getLogout(ctx: Context, runId: string): Promise<Logout> {
  demand(ctx.actor, "containment.view")
  const row = isUuid(runId)
    ? await ctx.db.plannedRun.findFirst({ where: { id: runId, kind: "logout" }, include: { logout: true } })
    : null
  if (!row) throw new AppError("not_found", "There is no such logout")
  return logoutOf(ctx, row, await findApproval(ctx, row))
}

/** The logout of an incident with a number. Throws not_found where there is none. */
export async function getLogoutByNumber(ctx: Context, incidentId: string, number: number): Promise<Logout> {
  demand(ctx.actor, "containment.view")
  const row = await ctx.db.plannedRun.findFirst({
    where: { incidentId, number, kind: "logout" },
    include: { logout: true },
  })
  if (!row) throw new AppError("not_found", "There is no such logout")
  return logoutOf(ctx, row, await findApproval(ctx, row))
}

function logoutOf(ctx: Pick<Context, "now">, row: Row, approval: Asked | null): Logout {
  const { id, incidentId, number, state, logout, listDigest, trouble, requestedAt, requestedBy } = row
  const { plannedAt, startedAt, pausedAt, pausedBy, pauseReason, endedAt } = row
  const phase = logout?.phase ?? null
  const stands = approval && effectiveState(approval, ctx.now())
  return {
    id,
    incidentId,
    number,
    state,
    standing: standingOf({ state, phase, approval: stands && knownOf(stands) }),
    phase,
    wave: logout?.wave ?? 0,
    settings: settingsOf(row),
    pace: row.pace as unknown as Pace,
    plan: row.plan as unknown as LogoutPlan | null,
    cutoff: logout?.cutoff ?? null,
    listDigest,
    trouble,
    requestedAt,
    requestedBy,
    plannedAt,
    approval: approval && { ...approval, state: stands ?? approval.state },
    startedAt,
    pausedAt,
    pausedBy,
    pauseReason,
    phaseAt: logout?.phaseAt ?? null,
    settlesAt: logout?.settlesAt ?? null,
    endedAt,
  }
}

/** The latest that was asked for about a run. */
async function findApproval({ db }: Pick<Context, "db">, { id, incidentId }: Row): Promise<Asked | null> {
  return await db.approval.findFirst({
    where: { incidentId, act: "logout.run", input: { path: ["runId"], equals: id } },
    orderBy: { requestedAt: "desc" },
    select: approvalFields,
  })
}

function knownOf(state: Approval["state"]): "waiting" | "approved" | "expired" | "other" {
  return state === "waiting" || state === "approved" || state === "expired" ? state : "other"
}

/** What a logout was asked for with, as requestLogout checked it. */
export function settingsOf({ settings }: Pick<PlannedRun, "settings">): LogoutSettings {
  return settings as unknown as LogoutSettings
}
