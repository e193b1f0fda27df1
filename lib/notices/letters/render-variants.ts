import { invariant } from "../../core/errors.ts"
import {
  type FinishedLetter,
  type LaidOutLetter,
  type LetterForms,
  type LetterName,
  type LetterVariant,
  readPart,
  readVariantKey,
} from "../../core/letters.ts"
import { type CopyReader, type CurrentCopy, getCopies } from "./get-copies.ts"
import { getFacts } from "./get-facts.ts"
import { layOut, type VariantTexts } from "./lay-out.ts"
import { publicTextOf } from "./public-text.ts"

/** A variant as it will be sent, with the marks of the recipient. */
export interface RenderedLetter extends FinishedLetter {
  key: string
  variant: LetterVariant
  laidOut: LaidOutLetter
  /** The text without anything about a recipient. */
  publicText: string
}

/**
 * Renders each variant once, from the copy and facts as they are now.
 * @throws AppError precondition where nobody has said yet what all letters have in common
 */
export async function renderVariants(
  db: CopyReader,
  forms: LetterForms,
  incidentId: string,
  keys: readonly string[],
): Promise<Map<string, RenderedLetter>> {
  const [copies, { facts }] = await Promise.all([getCopies(db, forms, incidentId), getFacts(db, incidentId)])
  const rendered = await Promise.all(
    [...new Set(keys)].map(async (key): Promise<[string, RenderedLetter]> => {
      const variant = readVariantKey(key)
      const laidOut = layOut(variant, textsOf(copies, variant), facts)
      const finished = await forms.render(laidOut)
      return [
        key,
        { ...finished, key, variant, laidOut, publicText: publicTextOf(finished.text, variant.locale) },
      ]
    }),
  )
  return new Map(rendered)
}

function textsOf(copies: readonly CurrentCopy[], { part, locale }: LetterVariant): VariantTexts {
  const textOf = (letter: LetterName) => {
    const copy = copies.find((one) => one.letter === letter && one.locale === locale)
    invariant(copy, `there is a copy of ${letter} in ${locale}`)
    return copy.text
  }
  const { group, direction } = readPart(part)
  return {
    letter: textOf(group),
    correction: direction === "first" ? null : textOf(`correction_${direction}`),
  }
}
