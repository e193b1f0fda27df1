import { isDeepStrictEqual } from "node:util"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { findFacts } from "./get-facts.ts"
import { holdLetters } from "./hold-letters.ts"
import { type FactsInput, factsInputSchema, type LetterFacts } from "./schemas.ts"

/**
 * Keeps what all letters of an incident have in common, as a new version; the same again changes nothing. Refuses a page
 * to sign in, and whoever changed a version that is not the latest any more.
 */
export async function setFacts(
  ctx: Context,
  incidentId: string,
  input: FactsInput,
): Promise<{ version: number }> {
  const { version: seen, facts } = parseInput(factsInputSchema, input)
  if (new Date(facts.happenedFrom) > new Date(facts.happenedTo))
    throw parseInput.refuse("facts.happenedTo", "It ends after it began")
  const about = ({ version, changed }: { version: number; changed: string[] }) =>
    changed.length > 0 ? { incidentId, details: { version, changed } } : null
  const { version } = await ctx.mutate("notice.set_facts", about, async (tx) => {
    await holdLetters(tx, incidentId)
    const kept = await findFacts(tx, incidentId)
    const changed = changedFields(kept?.facts ?? null, facts)
    if (kept && changed.length === 0) return { version: kept.version, changed }
    if ((kept?.version ?? 0) !== seen)
      throw new AppError("conflict", "Somebody else has changed it meanwhile. Load the page again to see it.")
    const next = { incidentId, version: seen + 1, facts, writtenBy: ctx.actor.id }
    await tx.letterFacts.create({ data: next })
    return { version: next.version, changed }
  })
  return { version }
}

function changedFields(before: LetterFacts | null, after: LetterFacts): string[] {
  return Object.entries(after)
    .filter(
      ([name, value]) => before === null || !isDeepStrictEqual(before[name as keyof LetterFacts], value),
    )
    .map(([name]) => name)
}
