import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { Result } from "../reading/result.ts"
import { type Requested, requestRevision } from "./request-revision.ts"

/** Asks for a new revision that reads the same evidence in the same way, but for what is named. */
export async function requestAgain(
  ctx: Context,
  { revision }: Pick<Result, "revision">,
  change: { confirmGaps: boolean },
): Promise<Requested> {
  const earlier = await ctx.db.revision.findUnique({ where: { id: revision.id } })
  if (!earlier) throw new AppError("not_found", "This revision is not there")
  const { evidenceSetId, incidentFile, mappings } = earlier
  return await requestRevision(ctx, {
    evidenceSetId,
    incidentFile,
    mappings: mappings as Record<string, string>,
    confirmGaps: change.confirmGaps,
  })
}
