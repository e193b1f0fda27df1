import {
  type LetterForms,
  type LetterGroup,
  type LetterLocale,
  letterGroups,
  letterLocales,
} from "../../../core/letters.ts"
import { type CopyReader, type CurrentCopy, getCopies } from "../get-copies.ts"
import { parseText } from "../parse-text.ts"
import type { ListRow } from "../preview-letters.ts"
import type { RenderedLetter } from "../render-variants.ts"
import { type Finding, lintLetters } from "./lint-letters.ts"
import type { ListFault } from "./reader-faults.ts"

/** What is wrong with an incident's letters as they were just rendered, with what the copies and reviews are now. */
export async function lintRunLetters(
  db: CopyReader,
  forms: LetterForms,
  incidentId: string,
  letters: ReadonlyMap<string, RenderedLetter>,
  samples: readonly ListRow[],
  faults: readonly ListFault[] = [],
): Promise<Finding[]> {
  const copies = await getCopies(db, forms, incidentId)
  const waiting = copies.filter(({ needsReview, review }) => needsReview && review === null)
  return lintLetters({
    letters: [...letters.values()],
    samples,
    faults,
    unreviewed: new Set(waiting.map(({ letter, locale }) => `${letter}/${locale}` as const)),
    leads: leadsOf(copies),
  })
}

type Leads = Record<LetterLocale, Record<LetterGroup, string>>

/** The first paragraph of each group's letter, by which it is known. */
export function leadsOf(copies: readonly Pick<CurrentCopy, "letter" | "locale" | "text">[]): Leads {
  const leadOf = (group: LetterGroup, locale: LetterLocale) => {
    const copy = copies.find((one) => one.letter === group && one.locale === locale)
    const [first] = parseText(copy?.text.sections.lead ?? "")
    return first?.kind === "paragraph" ? first.text : ""
  }
  const inLocale = (locale: LetterLocale) =>
    Object.fromEntries(letterGroups.map((group) => [group, leadOf(group, locale)])) as Leads[LetterLocale]
  return Object.fromEntries(letterLocales.map((locale) => [locale, inLocale(locale)])) as Leads
}
