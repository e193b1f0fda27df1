import type { PublicDatabase, SentLetter } from "../core/public-database.ts"
import { readLetterCode } from "./letter-code.ts"

const MARK = /\{\{[^{}]*\}\}/g

/**
 * The letter with this code as everybody may see it, or null. What is no code is looked for all the same, so that the
 * answer takes its way whatever was typed.
 */
export async function checkLetter(
  database: Pick<PublicDatabase, "findLetter">,
  typed: string,
): Promise<SentLetter | null> {
  const letter = await database.findLetter(readLetterCode(typed) ?? "")
  return letter && { ...letter, subject: withBrackets(letter.subject), content: withBrackets(letter.content) }
}

/** Where a reader's own values stood, nobody else sees which. */
function withBrackets(text: string): string {
  return text.replaceAll(MARK, "(…)")
}
