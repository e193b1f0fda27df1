import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { type OverrideInput, overrideSchema } from "../schemas.ts"
import { demandPlanned } from "./keep-letters.ts"

/**
 * Legal lets a finding of a planned run pass, with a reason. Refuses once the run has begun, and another reason than the
 * one that was given already.
 */
export async function overrideFinding(ctx: Context, runId: string, input: OverrideInput): Promise<void> {
  demand(ctx.actor, "notice.override")
  const { finding, reason } = parseInput(overrideSchema, input)
  const about = (run: { incidentId: string; number: number } | null) =>
    run && { incidentId: run.incidentId, details: { run: run.number, runId, finding, reason } }
  await ctx.mutate("notice.override", about, async (tx) => {
    const run = await demandPlanned(tx, runId)
    const given = await tx.noticeOverride.findUnique({ where: { runId_finding: { runId, finding } } })
    if (given?.reason === reason) return null
    if (given) throw new AppError("conflict", "Legal has let this pass already, for another reason")
    await tx.noticeOverride.create({
      data: { runId, finding, reason, givenAt: ctx.now(), givenBy: ctx.actor.id },
    })
    return run
  })
}
