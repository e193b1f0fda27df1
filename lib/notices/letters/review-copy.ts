import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { LetterForms } from "../../core/letters.ts"
import { letterWords } from "../../core/notice-words.ts"
import { parseInput } from "../../core/parse-input.ts"
import { getCopies } from "./get-copies.ts"
import { holdLetters } from "./hold-letters.ts"
import { type ReviewInput, reviewInputSchema } from "./schemas.ts"

/**
 * Notes by name who has read letters in a language and vouches for them: for exactly what was read. What is noted
 * already is not noted again. Refuses when one of them says something else by now.
 */
export async function reviewCopy(
  ctx: Context,
  forms: LetterForms,
  incidentId: string,
  input: ReviewInput,
): Promise<void> {
  const { locale, read, reviewer } = parseInput(reviewInputSchema, input)
  const about = (noted: { letter: string; digest: string }[]) =>
    noted.length > 0
      ? { incidentId, details: { locale, reviewer, letters: noted.map(({ letter }) => letter) } }
      : null
  await ctx.mutate("notice.review_copy", about, async (tx) => {
    await holdLetters(tx, incidentId)
    const copies = (await getCopies(tx, forms, incidentId)).filter((copy) => copy.locale === locale)
    if (copies.some(({ needsReview }) => !needsReview))
      throw parseInput.refuse("locale", "This is the first language, not a translation")
    const noted = read.filter(({ letter, digest }) => {
      const copy = copies.find((one) => one.letter === letter)
      if (copy?.digest !== digest)
        throw new AppError(
          "conflict",
          `${letterWords[letter]}: the letter says something else by now. Have it read again.`,
        )
      return copy.review?.reviewer !== reviewer
    })
    await tx.letterReview.createMany({
      data: noted.map((one) => ({ ...one, incidentId, locale, reviewer, notedBy: ctx.actor.id })),
    })
    return noted
  })
}
