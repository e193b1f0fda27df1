import type { PublicDatabase } from "../core/public-database.ts"
import { letterCodeHash, readLetterCode } from "./letter-code.ts"

/**
 * The day on which a letter with this code was sent, or null. What is no code is looked for all the same, so that the
 * answer takes its way whatever was typed.
 */
export async function checkLetter(
  database: Pick<PublicDatabase, "letterSentOn">,
  typed: string,
): Promise<string | null> {
  return await database.letterSentOn(letterCodeHash(readLetterCode(typed) ?? `no code: ${typed}`))
}
