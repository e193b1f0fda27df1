import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { getRun } from "./get-run.ts"

/** Tries a revision again that failed or was stopped. Refuses while another attempt is under way, or when one is done. */
export async function retryRun(ctx: Context, runId: string): Promise<{ runId: string }> {
  const { revisionId, revision } = await getRun(ctx, runId)
  const { evidenceSetId } = revision
  const about = { incidentId: revision.incidentId, details: { revision: revision.number } }
  return await ctx.mutate("run.retry", about, async (tx) => {
    // Two people who try again at once meet here: the second finds the first one's attempt.
    await tx.$executeRaw`SELECT 1 FROM revision WHERE id = ${revisionId}::uuid FOR UPDATE`
    // Nor is a file of the set changed meanwhile.
    await tx.$executeRaw`SELECT 1 FROM evidence_set WHERE id = ${evidenceSetId}::uuid FOR UPDATE`
    const runs = await tx.run.findMany({ where: { revisionId }, orderBy: { attempt: "desc" } })
    if (runs.some(({ state }) => state === "done")) throw new AppError("conflict", "This revision is done")
    if (runs.some(({ state }) => state === "queued" || state === "running"))
      throw new AppError("conflict", "This revision is being run again already")
    const run = await tx.run.create({ data: { revisionId, attempt: (runs[0]?.attempt ?? 0) + 1 } })
    return { runId: run.id }
  })
}
