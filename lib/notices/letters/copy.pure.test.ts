import { describe, expect, test } from "vitest"
import type { LetterText } from "../../core/letters.ts"
import { plainLetterForms } from "../../testing/letters/plain-letter-forms.ts"
import { renderSample, sampleRow } from "../../testing/letters/render-sample.ts"
import { sampleFacts } from "../../testing/letters/sample-letter.ts"
import { checkCopy } from "./check-copy.ts"
import { compareCopies } from "./compare-copies.ts"
import { contrast, readColour } from "./lint/colour.ts"
import { gradeOf } from "./lint/reading-level.ts"
import { previewLetters } from "./preview-letters.ts"
import { letterFactsSchema } from "./schemas.ts"
import { variantOf } from "./variant-of.ts"

const text = (section: string): LetterText => ({ subject: "A", sections: { what_information: section } })

describe("copy", () => {
  test.each([
    ["owner_shown", "ok {{viewers}}\n\n- {{cameras}}", []],
    ["owner_shown", "one\n{{vewers}}", [2]],
    ["viewer_only", "{{viewers}}", [1]],
    ["owner_shown", "{{told_on}}", [1]],
    ["owner_shown", "a {{cameras}}", [1]],
    ["owner_shown", "a {{what_happened}}", [1]],
    ["owner_shown", "a {{viewers", [1]],
    ["owner_shown", "{{greeting}}", [1]],
    ["owner_shown", "{{__proto__}} {{toString}}", [1, 1]],
  ] as const)("for %s: %j", (letter, section, lines) => {
    expect(checkCopy(letter, text(section)).map(({ line }) => line)).toEqual(lines)
  })

  test("of nothing but spaces in braces is looked at in no time", () => {
    const began = performance.now()
    expect(checkCopy("owner_shown", text(`{{${" ".repeat(6_000)}`))).toHaveLength(1)
    expect(checkCopy("owner_shown", text(`{{${" ".repeat(6_000)}viewers }}`))).toEqual([])
    expect(performance.now() - began).toBeLessThan(500)
  })

  test("differs word by word, place by place", () => {
    expect(
      compareCopies(text("two pictures"), {
        subject: "A",
        sections: { what_information: "two videos", lead: "B" },
      }),
    ).toEqual([
      { place: "subject", pieces: [{ text: "A", side: "both" }] },
      { place: "lead", pieces: [{ text: "B", side: "second" }] },
      {
        place: "what_information",
        pieces: [
          { text: "two ", side: "both" },
          { text: "pictures", side: "first" },
          { text: "videos", side: "second" },
        ],
      },
    ])
  })
})

describe("facts", () => {
  test.each([
    ["securityPage", "tern.example/login"],
    ["securityPage", "https://tern.example/security"],
    ["securityPage", "bit.ly/tern"],
    ["checkPage", "tern.example/reset-password"],
    ["checkPage", "tern .example"],
    ["supportEmail", "nobody"],
    ["company", "Tern {{name}}"],
    ["company", "Tern\nBcc: x"],
    ["timeZone", "Mars/Base"],
    ["happenedFrom", "yesterday"],
    ["supportHours", { en: "", de: "immer" }],
  ])("refuse %s: %j", (field, value) => {
    expect(letterFactsSchema.safeParse({ ...sampleFacts, [field]: value }).success).toBe(false)
  })

  test("take what a company has to say", () => {
    expect(letterFactsSchema.parse(sampleFacts)).toEqual(sampleFacts)
    expect(
      letterFactsSchema.safeParse({ ...sampleFacts, securityPage: "hilfe.münchen.example/sicherheit" })
        .success,
    ).toBe(true)
  })
})

describe("variants", () => {
  const person = {
    part: "owner_shown",
    locale: "en",
    country: null,
    region: null,
    alsoViewer: false,
    household: false,
  } as const
  test.each([
    [{ locale: "de-AT" }, { locale: "de" }],
    [{ locale: "fr-FR" }, { locale: "en" }],
    [{ locale: null }, { locale: "en" }],
    [{ region: "US-CA" }, { jurisdiction: "us-ca" }],
    [{ country: "US", region: "MA" }, { jurisdiction: "us-ma" }],
    [{ country: "CA", region: "CA-ON" }, { jurisdiction: "general" }],
    [{ country: "US", region: "US-NY" }, { jurisdiction: "general" }],
    [{ part: "unaffected", region: "US-CA" }, { jurisdiction: "general" }],
    [{ part: "unaffected", region: "US-MA" }, { jurisdiction: "general" }],
    [{ part: "unaffected.down", region: "US-MA" }, { jurisdiction: "us-ma" }],
    [
      { part: "viewer_only", alsoViewer: true, household: true },
      { alsoViewer: false, household: false },
    ],
  ] as const)("of %j: %j", (change, expected) => {
    expect(variantOf({ ...person, ...change })).toMatchObject(expected)
  })
})

test("previews stand for the least, the middle and the most, without anybody's name", async () => {
  const variant = {
    part: "owner_shown",
    locale: "en",
    jurisdiction: "general",
    alsoViewer: false,
    household: false,
  } as const
  const letter = await renderSample(plainLetterForms, variant)
  const row = sampleRow(letter)
  const rows = [5, 1, 900, 3, 2].map((pictures, index) => ({
    ...row,
    pseudonym: `P-${index}`,
    fields: { ...row.fields, pictures },
  }))
  const previews = previewLetters(new Map([[letter.key, letter]]), rows, new Date(0))
  expect(previews.map(({ spread, pseudonym }) => [spread, pseudonym])).toEqual([
    ["least", "P-1"],
    ["middle", "P-3"],
    ["most", "P-2"],
  ])
  for (const { letter: filled } of previews) {
    expect(filled.text).toContain("Hello (name),")
    expect(JSON.stringify(filled)).not.toContain("Ines")
  }
  expect(previewLetters(new Map([[letter.key, letter]]), rows.slice(0, 1), new Date(0))).toHaveLength(1)
})

test("contrast is that of WCAG", () => {
  const [black, white, grey] = ["#000", "rgb(255, 255, 255)", "#767676"].map((one) => readColour(one))
  expect(contrast(black!, white!)).toBeCloseTo(21)
  expect(contrast(grey!, white!)).toBeCloseTo(4.54, 2)
  for (const none of ["#12345", "var(--x)", "inherit", "url(x)"]) expect(readColour(none), none).toBeNull()
})

test("reading grade tells plain words from a lawyer's", () => {
  const gradeFor = (words: string) =>
    gradeOf({ laidOut: { blocks: [{ kind: "paragraph", text: words }] } as never })
  expect(gradeFor("The cat sat on the mat. It was a warm day. We are sorry.")).toBeLessThan(3)
  expect(
    gradeFor(
      "Notwithstanding any limitation, the organisation initiated comprehensive remediation of the authorisation infrastructure in accordance with applicable obligations.",
    ),
  ).toBeGreaterThan(14)
})
