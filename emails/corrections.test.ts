import { expect, test } from "vitest"
import { type LetterLocale, letterGroups, letterLocales, variantKey } from "../lib/core/letters.ts"
import { valuesOf } from "../lib/notices/letters/fields.ts"
import { fill } from "../lib/notices/letters/fill.ts"
import { letterWords } from "../lib/notices/letters/words/words-of.ts"
import { partOf } from "../lib/notices/settings.ts"
import { renderSample, sampleRow } from "../lib/testing/letters/render-sample.ts"
import { letterForms } from "./letter-forms.ts"

const cells = letterGroups.flatMap((told) =>
  letterGroups.filter((now) => now !== told).map((now) => ({ told, now })),
)
const sent = { code: "7K2M-9QX4-0HZ8-TB3W", at: new Date("2024-03-04T10:00:00Z") }

/** What is not so in some cell: of some nobody knows whether they are affected at all, and a new gap is no knowledge. */
const TOO_MUCH: Readonly<Record<LetterLocale, RegExp>> = {
  en: /affected|know more/i,
  de: /betroffen|wissen wir mehr/i,
}

test.each(
  letterLocales.flatMap((locale) =>
    (["general", "us-ma"] as const).flatMap((jurisdiction) =>
      cells.map((cell) => ({ ...cell, locale, jurisdiction })),
    ),
  ),
)("$locale $jurisdiction: told $told, now $now", async ({ told, now, locale, jurisdiction }) => {
  const part = partOf(told, now) ?? expect.fail("whoever was told something else is corrected")
  const variant = { part, locale, jurisdiction, alsoViewer: false, household: false }
  const letter = await renderSample(letterForms, variant)
  const { fields } = sampleRow(letter)
  const at = "2024-02-20T18:00:00Z"
  const { text } = fill(letter, valuesOf({ ...fields, told: { group: told, at } }, variant, sent))
  const { sections } = letterForms.textOf(now, locale)
  const lead = (jurisdiction === "us-ma" ? sections.lead_without_description : sections.lead) ?? ""
  const [claim = ""] = lead.replaceAll("{{company}}", "Tern Cameras").split("\n\n")
  const flat = text.replaceAll(/\s+/g, " ")
  // The letter's own first words say what is true now; before them stands nothing that may not be.
  const [before = "", after] = flat.split(claim.replaceAll(/\s+/g, " "), 2)
  expect(after, variantKey(variant)).toBeDefined()
  const opening = before.slice(before.indexOf(locale === "en" ? "We have to correct" : "Wir müssen"))
  const ours = opening.replace(letterWords[locale].told[told], "")
  expect(ours).not.toMatch(TOO_MUCH[locale])
  expect(opening.includes(letterWords[locale].told[told])).toBe(jurisdiction === "general")
})
