import type { Context } from "../../core/context.ts"
import type { Summary } from "../summary.ts"

/** An incident's revisions, the latest first, each with its latest attempt and its answers. */
export async function listRevisions(ctx: Context, incidentId: string) {
  const revisions = await ctx.db.revision.findMany({
    where: { incidentId },
    orderBy: { number: "desc" },
    omit: { incidentFile: true, mappings: true },
    include: {
      runs: { orderBy: { attempt: "desc" }, take: 1 },
      answers: { orderBy: { answeredAt: "desc" } },
    },
  })
  return revisions.map(({ runs, summary, ...revision }) => ({
    ...revision,
    summary: summary as unknown as Summary | null,
    run: runs[0] ?? null,
  }))
}

/** The number of an incident's latest revision and its latest attempt, or null while there is none. */
export async function findLatestRun(ctx: Context, incidentId: string) {
  const latest = await ctx.db.revision.findFirst({
    where: { incidentId },
    orderBy: { number: "desc" },
    select: { number: true, runs: { orderBy: { attempt: "desc" }, take: 1 } },
  })
  const run = latest?.runs[0]
  return latest && run ? { number: latest.number, run } : null
}

/** Those who are named by their ids in revisions, answers and runs. */
export async function namesOf(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const users = await ctx.db.user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  })
  return new Map([["system", "Tocsin"], ...users.map(({ id, name }): [string, string] => [id, name])])
}
