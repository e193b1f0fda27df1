import type { RunKind } from "../../prisma/generated/client.ts"
import { demand } from "../access/rules.ts"
import type { Context } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import type { Act } from "../core/permissions.ts"

type Doing = "pause" | "resume" | "slow" | "stop"

/** Who may pause letters is not who may pause a logout: each kind has acts of its own. */
const runActs = {
  notices: {
    pause: "planned_run.pause",
    resume: "planned_run.resume",
    slow: "planned_run.slow",
    stop: "planned_run.stop",
  },
  logout: { pause: "logout.pause", resume: "logout.resume", slow: "logout.slow", stop: "logout.abort" },
} as const satisfies Record<RunKind, Record<Doing, Act>>

/** The act of doing something with a run of a kind. */
export function actOn(kind: RunKind, doing: Doing): Act {
  return runActs[kind][doing]
}

/**
 * The act of doing something with a run, for whoever may.
 * @throws AppError not_found, forbidden
 */
export async function demandActOn(ctx: Context, runId: string, doing: Doing): Promise<Act> {
  const run = await ctx.db.plannedRun.findUnique({ where: { id: runId }, select: { kind: true } })
  if (!run) throw new AppError("not_found", "There is no such run")
  const act = actOn(run.kind, doing)
  demand(ctx.actor, act)
  return act
}
