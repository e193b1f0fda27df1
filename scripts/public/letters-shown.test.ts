import { expect, test } from "vitest"
import { letterForms } from "../../emails/letter-forms.ts"
import { variantKey } from "../../lib/core/letters.ts"
import type { SentLetter } from "../../lib/core/public-database.ts"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { renderVariants } from "../../lib/notices/letters/render-variants.ts"
import { setFacts } from "../../lib/notices/letters/set-facts.ts"
import { variantOf } from "../../lib/notices/letters/variant-of.ts"
import { partOrder } from "../../lib/notices/settings.ts"
import { checkLetter } from "../../lib/public/check-letter.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { demoFacts } from "../demo/letter-facts.ts"
import { formPage } from "./pages.ts"
import { wordsFor } from "./words.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const legal = await as("legal")
const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
const { id } = await declareIncident(legal, declared)
await setFacts(legal, id, { version: 0, facts: demoFacts })

const places = [
  { country: "US", region: "US-CA" },
  { country: "US", region: "US-MA" },
  { country: "DE", region: null },
]
const variants = partOrder.flatMap((part) =>
  ["en", "de"].flatMap((locale) =>
    places.flatMap((place) =>
      [true, false].map((both) => variantOf({ part, locale, ...place, alsoViewer: both, household: both })),
    ),
  ),
)
const rendered = await renderVariants(legal.db, letterForms, id, [...new Set(variants.map(variantKey))])

test.each([...rendered])("what is shown of %s has no mark, no code and its own words", async (_, letter) => {
  const { subject, publicText, variant } = letter
  const sent: SentLetter = {
    sentOn: "2024-02-19",
    sender: "Example Cameras <notices@demo.example>",
    subject,
    locale: variant.locale,
    content: publicText,
  }
  const typed = "7K2M-9QX4-01Z8-TB3W"
  const found = await checkLetter({ findLetter: async () => sent }, typed)
  const page = formPage(wordsFor("en"), { typed, letter: found })
  const [, shown = ""] = /<blockquote lang="(?:en|de)">(.*)<\/blockquote>/s.exec(page) ?? []
  expect(page).not.toMatch(/\{\{|\}\}|undefined|null/)
  expect(shown).not.toContain(typed)
  expect(shown).toContain("Example Cameras")
  expect(shown).toMatch(/<h3>[^<]+<\/h3>/)
  expect(shown.replaceAll(/<[^>]+>/g, "").length).toBeGreaterThan(300)
})
