import {
  type LetterForms,
  type LetterGroup,
  type LetterText,
  type LetterVariant,
  letterGroups,
  letterLocales,
  readPart,
  variantKey,
} from "../../core/letters.ts"
import { layOut } from "../../notices/letters/lay-out.ts"
import type { Finding } from "../../notices/letters/lint/lint-letters.ts"
import { lintLetters } from "../../notices/letters/lint/lint-letters.ts"
import { leadsOf } from "../../notices/letters/lint/lint-run-letters.ts"
import type { ListFault } from "../../notices/letters/lint/reader-faults.ts"
import type { ListRow } from "../../notices/letters/preview-letters.ts"
import { publicTextOf } from "../../notices/letters/public-text.ts"
import type { RenderedLetter } from "../../notices/letters/render-variants.ts"
import type { LetterFacts } from "../../notices/letters/schemas.ts"
import { sampleFacts, sampleFieldsOf } from "./sample-letter.ts"

/** A variant from copy that is in no database. */
export async function renderSample(
  forms: LetterForms,
  variant: LetterVariant,
  { letter, facts = sampleFacts }: { letter?: LetterText; facts?: LetterFacts } = {},
): Promise<RenderedLetter> {
  const { group, direction } = readPart(variant.part)
  const { locale } = variant
  const correction = direction === "first" ? null : forms.textOf(`correction_${direction}`, locale)
  const laidOut = layOut(variant, { letter: letter ?? forms.textOf(group, locale), correction }, facts)
  const finished = await forms.render(laidOut)
  return {
    ...finished,
    key: variantKey(variant),
    variant,
    laidOut,
    publicText: publicTextOf(finished.text, locale),
  }
}

/** What the lint finds in letters, each with a reader of its group, all translations read. */
export function lintSamples(
  forms: LetterForms,
  letters: readonly RenderedLetter[],
  samples: readonly ListRow[] = letters.map(sampleRow),
  faults: readonly ListFault[] = [],
): Finding[] {
  const copies = letterLocales.flatMap((locale) =>
    letterGroups.map((letter: LetterGroup) => ({ letter, locale, text: forms.textOf(letter, locale) })),
  )
  return lintLetters({ letters, samples, faults, unreviewed: new Set(), leads: leadsOf(copies) })
}

/** A reader of a letter. */
export function sampleRow({ key, variant }: RenderedLetter): ListRow {
  const { group } = readPart(variant.part)
  return { variant: key, pseudonym: "P-0000-0000-0000", fields: sampleFieldsOf(group) }
}

/** Every variant, with both of the parts that only some owners get, or with neither. */
export function allVariants(): LetterVariant[] {
  const variants = letterLocales.flatMap((locale) =>
    letterGroups.flatMap((group) =>
      ([group, `${group}.up`, `${group}.down`] as const).flatMap((part) =>
        (["general", "us-ca", "us-ma"] as const).flatMap((jurisdiction) =>
          [false, true].map((both) => ({
            part,
            locale,
            jurisdiction,
            alsoViewer: both,
            household: both,
          })),
        ),
      ),
    ),
  )
  return variants.filter(
    ({ part, alsoViewer, household }) => part.startsWith("owner_") || (!alsoViewer && !household),
  )
}
