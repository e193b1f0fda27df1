import type { Context } from "../../core/context.ts"
import type { Result } from "../reading/result.ts"
import type { GivenAnswer } from "./conclusion.ts"

/** All answers that were given to a result's questions, the latest first. */
export async function listAnswers(
  ctx: Context,
  { revision }: Pick<Result, "revision">,
): Promise<GivenAnswer[]> {
  return await ctx.db.answer.findMany({ where: { revisionId: revision.id }, orderBy: { answeredAt: "desc" } })
}

export interface EarlierAnswer extends GivenAnswer {
  /** The revision to which it was given, and how much was asked about then. */
  revision: number
  count: number
}

/** The latest answer to each question that was given to an earlier revision of the incident: to be looked at, not taken over unseen. */
export async function listEarlierAnswers(ctx: Context, result: Result): Promise<Map<string, EarlierAnswer>> {
  const revisions = await ctx.db.revision.findMany({
    where: {
      incidentId: result.incident.id,
      number: { lt: result.revision.number },
      completedAt: { not: null },
    },
    orderBy: { number: "desc" },
    include: { answers: { orderBy: { answeredAt: "desc" } } },
  })
  const earlier = new Map<string, EarlierAnswer>()
  for (const { number, summary, answers } of revisions) {
    const { questions } = summary as unknown as Result["summary"]
    for (const answer of answers) {
      const count = questions.find(({ code }) => code === answer.code)?.count ?? 0
      if (!earlier.has(answer.code)) earlier.set(answer.code, { ...answer, revision: number, count })
    }
  }
  return earlier
}
