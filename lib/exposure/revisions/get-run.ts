import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"

/** An attempt with the revision, incident and evidence that it belongs to. Throws not_found where there is none. */
export async function getRun(ctx: Pick<Context, "db">, runId: string) {
  const run = isUuid(runId)
    ? await ctx.db.run.findUnique({
        where: { id: runId },
        include: { revision: { include: { incident: true, evidenceSet: true } } },
      })
    : null
  if (!run) throw new AppError("not_found", "There is no such run")
  return run
}
