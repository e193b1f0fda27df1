import { describe, expect, test } from "vitest"
import { type LetterBlock, type LetterVariant, letterNames } from "../../core/letters.ts"
import { plainLetterForms } from "../../testing/letters/plain-letter-forms.ts"
import { allVariants, lintSamples, renderSample } from "../../testing/letters/render-sample.ts"
import { sampleFacts } from "../../testing/letters/sample-letter.ts"
import { checkCopy } from "./check-copy.ts"
import { layOut } from "./lay-out.ts"
import { marksIn } from "./marks.ts"
import { parseText } from "./parse-text.ts"

const general: LetterVariant = {
  part: "owner_tapped",
  locale: "en",
  jurisdiction: "general",
  alsoViewer: false,
  household: false,
}

function laidOut(change: Partial<LetterVariant>, facts = sampleFacts) {
  const variant = { ...general, ...change }
  const text = (letter: Parameters<typeof plainLetterForms.textOf>[0]) =>
    plainLetterForms.textOf(letter, variant.locale)
  const [group, direction] = variant.part.split(".") as ["owner_tapped", "up" | undefined]
  return layOut(
    variant,
    { letter: text(group), correction: direction ? text(`correction_${direction}`) : null },
    facts,
  )
}

const headings = (blocks: readonly LetterBlock[]) =>
  blocks.flatMap((one) => (one.kind === "heading" ? [one.text] : []))
const words = (blocks: readonly LetterBlock[]) =>
  blocks.map((one) => (one.kind === "list" ? one.items.join("\n") : one.text)).join("\n")

describe("California", () => {
  test("has its title and its five headings in their order, the date, and whether it was delayed", () => {
    const { title, blocks } = laidOut({ jurisdiction: "us-ca", alsoViewer: true, household: true })
    expect(title).toBe("Notice of Data Breach")
    expect(headings(blocks)).toEqual([
      "What Happened",
      "What Information Was Involved",
      "What We Are Doing",
      "What You Can Do",
      "For More Information",
    ])
    expect(words(blocks)).toContain("Date of this notice: {{sent_on}}")
    expect(words(blocks)).toContain("No law enforcement agency asked us to delay this notice.")
    expect(
      words(laidOut({ jurisdiction: "us-ca" }, { ...sampleFacts, isDelayedByAuthority: true }).blocks),
    ).toContain("was delayed")
  })

  test("keeps its words in German, and is no notice to whom nothing happened", () => {
    expect(laidOut({ jurisdiction: "us-ca", locale: "de" }).title).toMatch(/^Notice of Data Breach \(/)
    expect(laidOut({ jurisdiction: "us-ca", part: "unaffected" }).title).not.toContain("Notice")
  })
})

describe("Massachusetts", () => {
  test.each(["owner_video", "owner_tapped.up", "undetermined", "unaffected.down"] as const)(
    "%s: no description and no number, but rights and the owner of the company",
    (part) => {
      const { subject, title, preview, blocks, footer } = laidOut({
        part,
        jurisdiction: "us-ma",
        alsoViewer: true,
        household: true,
      })
      const all = [subject, title, preview, words(blocks), ...footer].join("\n")
      for (const mark of [
        "footage",
        "viewers",
        "cameras",
        "enlarged",
        "videos",
        "seen_footage",
        "told_before",
      ])
        expect(marksIn(all)).not.toContain(mark)
      expect(all).not.toContain(sampleFacts.whatHappened.en)
      expect(all).not.toContain("Events page")
      expect(headings(blocks)).toContain("Your rights in Massachusetts")
      expect(all).toContain("Tern Cameras belongs to Shoreline Holdings.")
    },
  )
})

test("Massachusetts: who may be in danger from somebody of the household is told what to do, and not what happened", () => {
  const ours = { part: "owner_shown", jurisdiction: "us-ma" } as const
  expect(headings(laidOut({ ...ours, household: true }).blocks)).toContain("Your safety")
  expect(headings(laidOut({ ...ours, household: true, locale: "de" }).blocks)).toContain("Ihre Sicherheit")
  expect(headings(laidOut(ours).blocks)).not.toContain("Your safety")
})

test("what only some readers have to be told stands in their variants alone", () => {
  const heads = ["Footage that you received", "Someone who once shared your cameras"]
  for (const one of heads) expect(headings(laidOut({}).blocks)).not.toContain(one)
  expect(headings(laidOut({ alsoViewer: true, household: true }).blocks)).toEqual(
    expect.arrayContaining(heads),
  )
})

test("a correction begins with what was told, and says what is true now in the words of the letter", () => {
  const { subject, blocks } = laidOut({ part: "owner_tapped.up" })
  expect(subject).toBe("Plain copy about a tap. Tern Cameras")
  expect(blocks.slice(1, 3)).toEqual([
    { kind: "paragraph", text: "{{told_on}}: {{told_before}}. Sorry; das tut uns leid." },
    { kind: "paragraph", text: "Plain copy about a tap." },
  ])
})

test("when it happened is told in the company's time zone, which is named", () => {
  expect(words(laidOut({}).blocks)).toContain("February 16, 2024, 2:10 AM – 10:00 AM (Pacific Time)")
})

test("what people wrote makes paragraphs and lists, and nothing of it is lost", () => {
  expect(parseText("One\ntwo\n\n1. a\n2) b\n- c\nrest\r\n\r\n  \n3. d")).toEqual([
    { kind: "paragraph", text: "One two" },
    { kind: "list", isOrdered: true, items: ["a", "b"] },
    { kind: "list", isOrdered: false, items: ["c"] },
    { kind: "paragraph", text: "rest" },
    { kind: "list", isOrdered: true, items: ["d"] },
  ])
})

test("the public text names nothing of a recipient's own", async () => {
  for (const variant of allVariants()) {
    const { publicText } = await renderSample(plainLetterForms, variant)
    expect(publicText).not.toMatch(/[{}]|…/)
  }
})

test("plain letters of tests pass the lint", async () => {
  for (const letter of letterNames)
    expect(checkCopy(letter, plainLetterForms.textOf(letter, "de")), letter).toEqual([])
  const letters = await Promise.all(allVariants().map((variant) => renderSample(plainLetterForms, variant)))
  expect(lintSamples(plainLetterForms, letters).filter(({ kind }) => kind === "block")).toEqual([])
})
