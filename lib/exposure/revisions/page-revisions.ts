import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"

interface Page {
  before: number | null
  limit: number
}

/** A page of an incident's revisions, the latest first, each with its latest attempt. */
export async function pageRevisions(ctx: Context, incidentId: string, { before, limit }: Page) {
  const found = await ctx.db.revision.findMany({
    where: { incidentId, ...(before === null ? {} : { number: { lt: before } }) },
    orderBy: { number: "desc" },
    take: limit + 1,
    omit: { incidentFile: true, mappings: true, summary: true },
    include: { runs: { orderBy: { attempt: "desc" }, take: 1 } },
  })
  const rows = found.slice(0, limit)
  return { rows, next: found.length > limit ? (rows.at(-1)?.number ?? null) : null }
}

/** A page of the attempts at an incident's revisions, those of the latest revision first. */
export async function pageRuns(ctx: Context, incidentId: string, { before, limit }: Page) {
  const { rows, next } = await pageRevisions(ctx, incidentId, { before, limit })
  const runs = await ctx.db.run.findMany({
    where: { revisionId: { in: rows.map(({ id }) => id) } },
    orderBy: [{ revision: { number: "desc" } }, { attempt: "desc" }],
    include: { revision: { select: { number: true } } },
  })
  return { rows: runs, next }
}

/** A revision of an incident by its number, with its latest attempt and its answers. Throws not_found where there is none. */
export async function getRevision(ctx: Context, incidentId: string, number: number) {
  const revision = await ctx.db.revision.findUnique({
    where: { incidentId_number: { incidentId, number } },
    omit: { incidentFile: true, mappings: true },
    include: { runs: { orderBy: { attempt: "desc" }, take: 1 }, answers: true },
  })
  if (!revision) throw new AppError("not_found", `There is no revision ${number}`)
  return revision
}
