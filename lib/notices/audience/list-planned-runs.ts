import type { PlannedRun, PlannedRunState } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import type { Pace } from "../../runs/pace.ts"
import type { NoticeSettings } from "../schemas.ts"
import type { NoticePlan } from "./plan-shape.ts"

/** An incident with more runs of letters than this has another trouble. */
const RUNS_MAX = 200

/** A run of letters as pages and the command line show it. */
export interface NoticeRun {
  id: string
  incidentId: string
  number: number
  state: PlannedRunState
  settings: NoticeSettings
  /** What it may do at most now; made slower when it was sent, perhaps. */
  pace: Pace
  /** null until it is planned. */
  plan: NoticePlan | null
  revision: number | null
  listDigest: string | null
  trouble: string | null
  requestedAt: Date
  requestedBy: string
  plannedAt: Date | null
  approvalId: string | null
  startedAt: Date | null
  startsAt: Date | null
  pausedAt: Date | null
  pausedBy: string | null
  pauseReason: string | null
  endedAt: Date | null
}

/** The runs of letters of an incident, the latest first. */
export async function listPlannedRuns(ctx: Context, incidentId: string): Promise<NoticeRun[]> {
  demand(ctx.actor, "notices.view")
  const runs = await ctx.db.plannedRun.findMany({
    where: { incidentId, kind: "notices" },
    orderBy: { number: "desc" },
    take: RUNS_MAX,
  })
  return runs.map(noticeRunOf)
}

/** A run as it is kept, with its settings and its plan. */
export function noticeRunOf(run: PlannedRun): NoticeRun {
  const { id, incidentId, number, state, revision, listDigest, trouble, requestedAt, requestedBy } = run
  const { plannedAt, approvalId, startedAt, startsAt, pausedAt, pausedBy, pauseReason, endedAt } = run
  return {
    id,
    incidentId,
    number,
    state,
    settings: settingsOf(run),
    pace: run.pace as unknown as Pace,
    plan: run.plan as unknown as NoticePlan | null,
    revision,
    listDigest,
    trouble,
    requestedAt,
    requestedBy,
    plannedAt,
    approvalId,
    startedAt,
    startsAt,
    pausedAt,
    pausedBy,
    pauseReason,
    endedAt,
  }
}

/** What a run was asked for with, as requestPlan checked it. */
export function settingsOf({ settings }: Pick<PlannedRun, "settings">): NoticeSettings {
  return settings as unknown as NoticeSettings
}
