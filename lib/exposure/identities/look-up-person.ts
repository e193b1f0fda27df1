import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import type { Result } from "../reading/result.ts"
import type { Group } from "../reading/schemas.ts"
import { findAccount } from "./find-account.ts"
import { checkLimit, minutesFrom, oneAtATime, PERSON_MINUTES } from "./reveal-limits.ts"
import { type LookUp, lookUpSchema } from "./schemas.ts"

export interface LookedUp {
  found: { pseudonym: string; status: "active" | "closed" | null; group: Group | null }[]
  /** Whether more accounts share the address than are given back. */
  isCut: boolean
}

/**
 * Finds the account of this id, or up to 50 accounts of this e-mail address, and reveals them to this member for an hour,
 * unaffected ones too. The entry has the reason and the pseudonyms, of a miss none, and never what was typed. Refuses
 * whoever looked up too many within the hour.
 */
export async function lookUpPerson(ctx: Context, result: Result, input: LookUp): Promise<LookedUp> {
  demand(ctx.actor, "person.look_up")
  const { idOrEmail, reason } = parseInput(lookUpSchema, input)
  const { found, isCut } = await findAccount(ctx, result, idOrEmail)
  const { incident, revision } = result
  const pseudonyms = found.map(({ pseudonym }) => pseudonym)
  const about = { incidentId: incident.id, details: { pseudonyms, reason, revision: revision.number } }
  await ctx.mutate("person.look_up", about, async (tx) => {
    await oneAtATime(tx, ctx)
    await checkLimit(tx, ctx)
    const until = minutesFrom(ctx.now(), PERSON_MINUTES)
    await tx.reveal.createMany({
      data: found.map(({ pseudonym, accountId }) => ({
        incidentId: incident.id,
        pseudonym,
        revision: revision.number,
        accountId,
        memberId: ctx.actor.id,
        reason,
        revealedAt: ctx.now(),
        expiresAt: until,
      })),
    })
  })
  return {
    isCut,
    found: found.map(({ pseudonym, account, person }) => ({
      pseudonym,
      status: account?.status ?? null,
      group: person?.group ?? null,
    })),
  }
}
