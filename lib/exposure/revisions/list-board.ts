import type { Context } from "../../core/context.ts"
import type { Summary } from "../summary.ts"
import { conclude, withAnswers } from "./conclusion.ts"

/** So many incidents stand on the board. */
export const BOARD_MAX = 200

/** The latest incidents, each with its latest attempt and what its highest finished revision says. */
export async function listBoard(ctx: Context) {
  const incidents = await ctx.db.incident.findMany({
    orderBy: { number: "desc" },
    take: BOARD_MAX,
    include: {
      revisions: {
        orderBy: { number: "desc" },
        take: 1,
        select: { number: true, runs: { orderBy: { attempt: "desc" }, take: 1 } },
      },
      _count: { select: { evidence: true } },
    },
  })
  const finished = await finishedOf(
    ctx,
    incidents.map(({ id }) => id),
  )
  return incidents.map(({ revisions: [latest], _count, ...incident }) => {
    const revision = finished.get(incident.id)
    const summary = (revision?.summary ?? null) as unknown as Summary | null
    return {
      ...incident,
      hasEvidence: _count.evidence > 0,
      latestRun: latest?.runs[0] ?? null,
      latestRevision: latest?.number ?? null,
      summary,
      conclusion: summary && revision ? conclude(withAnswers(summary.questions, revision.answers)) : null,
    }
  })
}

/** Of each incident the highest revision that is done, with its answers. */
async function finishedOf(ctx: Context, incidentIds: string[]) {
  const revisions = await ctx.db.revision.findMany({
    where: { incidentId: { in: incidentIds }, completedAt: { not: null } },
    orderBy: [{ incidentId: "asc" }, { number: "desc" }],
    distinct: ["incidentId"],
    select: { incidentId: true, summary: true, answers: true },
  })
  return new Map(revisions.map((revision) => [revision.incidentId, revision]))
}
