import { join } from "node:path"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { makeViewFiles } from "../identities/make-view-files.ts"
import type { Result } from "../reading/result.ts"
import type { Summary } from "../summary.ts"
import { attemptFolder } from "./folders.ts"

/** The result of a revision; without a number, that of the highest one which is done. Gives null where none is. */
export async function findResult(
  ctx: Context,
  incident: Result["incident"],
  number?: number,
): Promise<Result | null> {
  const revision = await ctx.db.revision.findFirst({
    where: {
      incidentId: incident.id,
      completedAt: { not: null },
      ...(number === undefined ? {} : { number }),
    },
    orderBy: { number: "desc" },
  })
  if (!revision?.summary || !revision.completedAt || revision.resultAttempt === null) return null
  const { id, summary, completedAt, incidentFile } = revision
  const result: Result = {
    incident: { id: incident.id, number: incident.number, title: incident.title },
    revision: { id, number: revision.number, completedAt },
    folder: attemptFolder(ctx.config, incident.id, revision.number, revision.resultAttempt),
    accountsFolder: join(ctx.config.dataFolder, revision.accountsFolder ?? ""),
    summary: summary as unknown as Summary,
    incidentFile,
  }
  await makeViewFiles(ctx, result)
  return result
}

/** As findResult. Throws not_found where there is no such result. */
export async function getResult(
  ctx: Context,
  incident: Result["incident"],
  number?: number,
): Promise<Result> {
  const result = await findResult(ctx, incident, number)
  if (!result)
    throw new AppError(
      "not_found",
      number === undefined ? "No revision is done yet" : `Revision ${number} is not done`,
    )
  return result
}
