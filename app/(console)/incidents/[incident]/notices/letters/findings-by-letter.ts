import type { Context } from "../../../../../../lib/core/context.ts"
import {
  type LetterForms,
  type LetterLocale,
  type LetterName,
  letterLocales,
  type Part,
  readPart,
  readVariantKey,
  variantKey,
} from "../../../../../../lib/core/letters.ts"
import type { Finding } from "../../../../../../lib/notices/letters/lint/lint-letters.ts"
import { lintRunLetters } from "../../../../../../lib/notices/letters/lint/lint-run-letters.ts"
import { renderVariants } from "../../../../../../lib/notices/letters/render-variants.ts"
import { partOrder } from "../../../../../../lib/notices/settings.ts"

export type FindingsByLetter = ReadonlyMap<`${LetterName}/${LetterLocale}`, Finding[]>

/** What speaks against the letters as they are now, before anybody is on a list: by the copy that has it. */
export async function findingsByLetter(
  ctx: Context,
  forms: LetterForms,
  incidentId: string,
): Promise<FindingsByLetter> {
  const keys = partOrder.flatMap((part) =>
    letterLocales.map((locale) =>
      variantKey({ part, locale, jurisdiction: "general", alsoViewer: false, household: false }),
    ),
  )
  const letters = await renderVariants(ctx.db, forms, incidentId, keys)
  const findings = await lintRunLetters(ctx.db, forms, incidentId, letters, [])
  const byLetter = new Map<`${LetterName}/${LetterLocale}`, Finding[]>()
  for (const finding of findings)
    for (const copy of new Set(finding.variants.flatMap(copiesOf))) {
      const held = byLetter.get(copy)
      if (held) held.push(finding)
      else byLetter.set(copy, [finding])
    }
  return byLetter
}

/** The copies that a variant is made from. */
function copiesOf(key: string): `${LetterName}/${LetterLocale}`[] {
  const { part, locale } = readVariantKey(key)
  const { group, direction } = readPart(part as Part)
  return direction === "first"
    ? [`${group}/${locale}`]
    : [`${group}/${locale}`, `correction_${direction}/${locale}`]
}
