import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { type LetterFacts, letterFactsSchema } from "./schemas.ts"

export interface KeptFacts {
  version: number
  facts: LetterFacts
  writtenAt: Date
  writtenBy: string
}

type FactsReader = Pick<Context["db"], "letterFacts">

/** What all letters of an incident have in common, or null where nobody has said it yet. */
export async function findFacts(db: FactsReader, incidentId: string): Promise<KeptFacts | null> {
  const kept = await db.letterFacts.findFirst({ where: { incidentId }, orderBy: { version: "desc" } })
  if (!kept) return null
  const { version, facts, writtenAt, writtenBy } = kept
  return { version, facts: letterFactsSchema.parse(facts), writtenAt, writtenBy }
}

/** What all letters of an incident have in common. Throws precondition where nobody has said it yet. */
export async function getFacts(db: FactsReader, incidentId: string): Promise<KeptFacts> {
  const facts = await findFacts(db, incidentId)
  if (!facts) throw new AppError("precondition", "Say first who writes the letters and whom people can ask")
  return facts
}
