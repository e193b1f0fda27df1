import type { Context } from "../../core/context.ts"
import type { LetterForms, LetterLocale, LetterName, LetterText } from "../../core/letters.ts"
import { textOfJson } from "./letter-text.ts"

export interface CopyVersion {
  version: number
  text: LetterText
  writtenAt: Date | null
  writtenBy: string | null
  reason: string | null
}

/** All versions of a letter's copy, the latest first; the last is 0, the copy that Tocsin brings. */
export async function listCopyVersions(
  db: Pick<Context["db"], "letterCopy">,
  forms: LetterForms,
  incidentId: string,
  { letter, locale }: { letter: LetterName; locale: LetterLocale },
): Promise<CopyVersion[]> {
  const kept = await db.letterCopy.findMany({
    where: { incidentId, letter, locale },
    orderBy: { version: "desc" },
  })
  const first = {
    version: 0,
    text: forms.textOf(letter, locale),
    writtenAt: null,
    writtenBy: null,
    reason: null,
  }
  return [
    ...kept.map(({ version, copy, writtenAt, writtenBy, reason }) => ({
      version,
      text: textOfJson(copy),
      writtenAt,
      writtenBy,
      reason,
    })),
    first,
  ]
}
