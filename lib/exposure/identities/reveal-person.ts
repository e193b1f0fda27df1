import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import type { Result } from "../reading/result.ts"
import { findAccountId } from "./identify.ts"
import { checkLimit, minutesFrom, oneAtATime, PERSON_MINUTES } from "./reveal-limits.ts"
import { type RevealOne, revealPersonSchema } from "./schemas.ts"

/**
 * Shows this member who one pseudonym of a result is, for an hour. While a reveal of it stands, another one changes
 * nothing and leaves no entry. Refuses pseudonyms that the result does not have, and too many within the hour.
 * @returns until when
 */
export async function revealPerson(ctx: Context, result: Result, input: RevealOne): Promise<Date> {
  demand(ctx.actor, "person.reveal")
  const { pseudonym, reason } = parseInput(revealPersonSchema, input)
  const accountId = await findAccountId(ctx, result, pseudonym)
  if (accountId === null) throw new AppError("not_found", `Nobody of this revision is ${pseudonym}`)
  const { incident, revision } = result
  const own = { incidentId: incident.id, memberId: ctx.actor.id, pseudonym }
  const { until } = await ctx.mutate(
    "person.reveal",
    (done: { until: Date; isNew: boolean }) =>
      done.isNew
        ? {
            incidentId: incident.id,
            details: { pseudonym, reason, revision: revision.number, until: done.until.toISOString() },
          }
        : null,
    async (tx) => {
      await oneAtATime(tx, ctx)
      const standing = await tx.reveal.findFirst({
        where: { ...own, expiresAt: { gt: ctx.now() } },
        orderBy: { expiresAt: "desc" },
      })
      if (standing) return { until: standing.expiresAt, isNew: false }
      await checkLimit(tx, ctx)
      const expiresAt = minutesFrom(ctx.now(), PERSON_MINUTES)
      await tx.reveal.create({
        data: { ...own, revision: revision.number, accountId, reason, revealedAt: ctx.now(), expiresAt },
      })
      return { until: expiresAt, isNew: true }
    },
  )
  return until
}
