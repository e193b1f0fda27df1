import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { LetterForms, LetterText } from "../../core/letters.ts"
import { parseInput } from "../../core/parse-input.ts"
import { checkCopy } from "./check-copy.ts"
import { holdLetters } from "./hold-letters.ts"
import { isSameText, textOfJson, tidyText } from "./letter-text.ts"
import { type CopyInput, copyInputSchema } from "./schemas.ts"

/**
 * Keeps what a letter says as a new version; the same again changes nothing. Refuses unknown fields with their place,
 * and whoever changed a version that is not the latest any more.
 */
export async function saveCopy(
  ctx: Context,
  forms: LetterForms,
  incidentId: string,
  input: CopyInput,
): Promise<{ version: number }> {
  const { letter, locale, version: seen, reason, ...parsed } = parseInput(copyInputSchema, input)
  const text = tidyText(parsed.text)
  refuseFaults(letter, text)
  const about = ({ version, isNew }: { version: number; isNew: boolean }) =>
    isNew ? { incidentId, details: { letter, locale, version, reason } } : null
  const { version } = await ctx.mutate("notice.write_copy", about, async (tx) => {
    await holdLetters(tx, incidentId)
    const last = await tx.letterCopy.findFirst({
      where: { incidentId, letter, locale },
      orderBy: { version: "desc" },
    })
    const current = last ? textOfJson(last.copy) : forms.textOf(letter, locale)
    const latest = last?.version ?? 0
    if (isSameText(current, text)) return { version: latest, isNew: false }
    if (latest !== seen)
      throw new AppError(
        "conflict",
        "Somebody else has changed this letter meanwhile. Load the page again to see what it says now.",
      )
    const next = { incidentId, letter, locale, version: seen + 1, copy: { ...text }, reason }
    await tx.letterCopy.create({ data: { ...next, writtenBy: ctx.actor.id } })
    return { version: next.version, isNew: true }
  })
  return { version }
}

/** One message for each place that has a field which cannot be filled. */
function refuseFaults(letter: Parameters<typeof checkCopy>[0], text: LetterText): void {
  const [fault] = checkCopy(letter, text)
  if (fault) throw parseInput.refuse(`text.${fault.place}`, `line ${fault.line}: ${fault.text}`)
}
