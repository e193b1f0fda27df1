import { createHash } from "node:crypto"
import { canonicalJson } from "../../core/canonical-json.ts"
import type { LetterForms } from "../../core/letters.ts"
import { type CopyReader, getCopies } from "./get-copies.ts"
import { findFacts } from "./get-facts.ts"

/** SHA-256 of all that letters of an incident are made from: each copy, the facts, and who vouches for what. */
export async function copyDigest(db: CopyReader, forms: LetterForms, incidentId: string): Promise<string> {
  const copies = await getCopies(db, forms, incidentId)
  const facts = await findFacts(db, incidentId)
  const made = {
    copies: copies.map(({ letter, locale, text, review }) => ({
      letter,
      locale,
      text,
      reviewer: review?.reviewer ?? null,
    })),
    facts: facts?.facts ?? null,
  }
  return createHash("sha256").update(canonicalJson(made)).digest("hex")
}
