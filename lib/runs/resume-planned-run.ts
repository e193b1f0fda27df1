import type { About, Context, Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { parseInput } from "../core/parse-input.ts"
import { holdRun } from "./hold-run.ts"
import { judgeRun } from "./rules.ts"
import { demandActOn } from "./run-acts.ts"
import { reasonSchema } from "./schemas.ts"
import { sealOf } from "./seal-run.ts"

/**
 * Lets a paused run go on. Gives false where it is under way already; refuses one that is not paused, and whatever
 * `check` refuses, which sees the run as it is held.
 */
export async function resumePlannedRun(
  ctx: Context,
  runId: string,
  given: string,
  check: (tx: Tx) => Promise<void> = async () => {},
): Promise<boolean> {
  const act = await demandActOn(ctx, runId, "resume")
  const { reason } = parseInput(reasonSchema, { reason: given })
  const entry = await ctx.mutate(
    act,
    (about: About | null) => about,
    async (tx) => {
      const run = await holdRun(tx, runId)
      if (run.state === "running") return null
      const { resume } = judgeRun(run)
      if (!resume.allowed) throw new AppError("conflict", `${resume.reason}.`)
      await check(tx)
      await tx.$executeRaw`
        UPDATE planned_run SET state = 'running', paused_at = NULL, paused_by = NULL, pause_reason = NULL
        WHERE id = ${runId}::uuid`
      return { incidentId: run.incidentId, details: { reason, ...(await sealOf(tx, run)) } }
    },
  )
  return entry !== null
}
