import { createHash } from "node:crypto"
import { canonicalJson } from "../../core/canonical-json.ts"
import type { Context } from "../../core/context.ts"
import {
  type LetterForms,
  type LetterLocale,
  type LetterName,
  type LetterText,
  letterLocales,
  letterNames,
} from "../../core/letters.ts"
import { findFacts } from "./get-facts.ts"
import { textOfJson } from "./letter-text.ts"
import type { LetterFacts } from "./schemas.ts"

/** A letter's copy as it counts now. */
export interface CurrentCopy {
  letter: LetterName
  locale: LetterLocale
  /** 0: the copy that Tocsin brings. */
  version: number
  text: LetterText
  /** SHA-256 of what somebody reads who reviews it: the copy, and the facts' words in its language. */
  digest: string
  writtenAt: Date | null
  writtenBy: string | null
  reason: string | null
  /** Who vouches for exactly this; null: nobody, or nobody needs to, for it is the first language. */
  review: { reviewer: string; reviewedAt: Date; notedBy: string } | null
  needsReview: boolean
}

export type CopyReader = Pick<Context["db"], "letterCopy" | "letterFacts" | "letterReview">

/** Each letter in each language as it counts now. */
export async function getCopies(
  db: CopyReader,
  forms: LetterForms,
  incidentId: string,
): Promise<CurrentCopy[]> {
  const [kept, reviews, facts] = await Promise.all([
    db.letterCopy.findMany({ where: { incidentId }, orderBy: { version: "desc" } }),
    db.letterReview.findMany({ where: { incidentId }, orderBy: { reviewedAt: "desc" } }),
    findFacts(db, incidentId),
  ])
  return letterLocales.flatMap((locale) =>
    letterNames.map((letter): CurrentCopy => {
      const isThis = (one: { letter: string; locale: string }) =>
        one.letter === letter && one.locale === locale
      const last = kept.find(isThis)
      const text = last ? textOfJson(last.copy) : forms.textOf(letter, locale)
      const digest = reviewDigest(letter, locale, text, facts?.facts ?? null)
      const review = reviews.find((one) => isThis(one) && one.digest === digest)
      return {
        letter,
        locale,
        version: last?.version ?? 0,
        text,
        digest,
        writtenAt: last?.writtenAt ?? null,
        writtenBy: last?.writtenBy ?? null,
        reason: last?.reason ?? null,
        review: review
          ? { reviewer: review.reviewer, reviewedAt: review.reviewedAt, notedBy: review.notedBy }
          : null,
        needsReview: locale !== letterLocales[0],
      }
    }),
  )
}

function reviewDigest(
  letter: LetterName,
  locale: LetterLocale,
  text: LetterText,
  facts: LetterFacts | null,
): string {
  const words = facts && {
    whatHappened: facts.whatHappened[locale],
    whatWeDid: facts.whatWeDid[locale],
    supportHours: facts.supportHours[locale],
    mitigation: facts.mitigation?.[locale] ?? null,
  }
  return createHash("sha256").update(canonicalJson({ letter, locale, text, words })).digest("hex")
}
