import { z } from "zod"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import type { Result } from "../reading/result.ts"

const answerSchema = z.object({
  code: z.string(),
  /** The answer that the person saw when this one was given; null where there was none. */
  seen: z.uuid().nullable(),
  verdict: z.enum(["settled", "stands"], "Choose whether it may hide anybody"),
  reason: z
    .string()
    .trim()
    .min(10, "Say why, in a sentence that will stand in the report")
    .max(2_000, "Keep the reason under 2,000 characters"),
})

/**
 * Answers an open question of a revision. Earlier answers stay on file; the latest counts. What the same person said
 * last is not said again: a second click is no second answer. Refuses when somebody else has answered since the page was
 * read, so that nobody is overruled unseen.
 */
export async function answerQuestion(
  ctx: Context,
  result: Result,
  input: z.input<typeof answerSchema>,
): Promise<void> {
  const { code, seen, verdict, reason } = parseInput(answerSchema, input)
  const { id: revisionId, number } = result.revision
  if (!result.summary.questions.some((question) => question.code === code))
    throw new AppError("not_found", `Revision ${number} asks no question ${code}`)
  const answer = { revisionId, code, verdict, reason, answeredBy: ctx.actor.id }
  const about = (isNew: boolean) =>
    isNew ? { incidentId: result.incident.id, details: { revision: number, code, verdict } } : null
  await ctx.mutate("question.answer", about, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM revision WHERE id = ${revisionId}::uuid FOR UPDATE`
    const last = await tx.answer.findFirst({ where: { revisionId, code }, orderBy: { answeredAt: "desc" } })
    if (last && last.answeredBy === ctx.actor.id && last.verdict === verdict && last.reason === reason)
      return false
    if ((last?.id ?? null) !== seen)
      throw new AppError(
        "conflict",
        "Somebody else has answered this meanwhile. Load the page again to see it.",
      )
    await tx.answer.create({ data: answer })
    return true
  })
}
