import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { rowsOf } from "../../exposure/reading/relations.ts"
import { findResult, getResult } from "../../exposure/revisions/get-result.ts"
import { audienceQuery } from "./audience-query.ts"
import { type NoticeRun, noticeRunOf } from "./list-planned-runs.ts"

/** One run of letters. Throws not_found where there is none. */
export async function getPlannedRun(ctx: Context, runId: string): Promise<NoticeRun> {
  demand(ctx.actor, "notices.view")
  const run = isUuid(runId)
    ? await ctx.db.plannedRun.findFirst({ where: { id: runId, kind: "notices" } })
    : null
  if (!run) throw new AppError("not_found", "There is no such run of letters")
  return noticeRunOf(run)
}

/** The newest finished revision, where it is newer than the run's, and how many people stand in another group by it. */
export async function newerRevision(
  ctx: Context,
  { incidentId, revision }: Pick<NoticeRun, "incidentId" | "revision">,
): Promise<{ revision: number; differing: number } | null> {
  if (revision === null) return null
  const incident = await ctx.db.incident.findUnique({ where: { id: incidentId } })
  if (!incident) throw new AppError("not_found", "There is no such incident")
  const newest = await findResult(ctx, incident)
  if (!newest || newest.revision.number <= revision) return null
  const planned = await getResult(ctx, incident, revision)
  const [counted] = await ctx.results("people.view").rows<{ people: number }>(
    audienceQuery("differing", {
      before: rowsOf(planned, "people-view.parquet"),
      after: rowsOf(newest, "people-view.parquet"),
    }),
  )
  return { revision: newest.revision.number, differing: counted?.people ?? 0 }
}
