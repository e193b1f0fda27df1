import { expect, test } from "vitest"
import { letterLocales, letterNames, variantKey } from "../lib/core/letters.ts"
import { checkCopy } from "../lib/notices/letters/check-copy.ts"
import { valuesOf } from "../lib/notices/letters/fields.ts"
import { fill } from "../lib/notices/letters/fill.ts"
import { gradeOf } from "../lib/notices/letters/lint/reading-level.ts"
import { allVariants, lintSamples, renderSample, sampleRow } from "../lib/testing/letters/render-sample.ts"
import { letterForms } from "./letter-forms.ts"

const rendered = await Promise.all(allVariants().map((variant) => renderSample(letterForms, variant)))

test("every field in the copy that Tocsin brings can be filled", () => {
  for (const locale of letterLocales)
    for (const letter of letterNames)
      expect(checkCopy(letter, letterForms.textOf(letter, locale)), `${letter} ${locale}`).toEqual([])
})

test("the lint finds nothing in any letter that Tocsin brings, whoever it is for", () => {
  expect(rendered.length).toBe(2 * (3 * 3 * 3 * 2 + 3 * 3 * 3))
  expect(lintSamples(letterForms, rendered)).toEqual([])
})

test("English letters are read with ease after eight years of school", () => {
  for (const letter of rendered.filter(({ variant }) => variant.locale === "en"))
    expect(gradeOf(letter), letter.key).toBeLessThanOrEqual(8)
})

test("whoever may be in danger from somebody of the household is told to call the police first, in every form", () => {
  const words = {
    en: /once shared your cameras.*call the police/s,
    de: /früher mitbenutzt hat.*rufen Sie die Polizei/s,
  }
  const letters = rendered.filter(({ variant }) => variant.household)
  expect(letters.length).toBeGreaterThan(0)
  for (const { key, text, variant } of letters) expect(text, key).toMatch(words[variant.locale])
})

test("letters fetch nothing, link nowhere, and have no table", () => {
  for (const { html, key } of rendered)
    expect(html, key).not.toMatch(/<(?:img|a|table|link|script|form)\b|url\(|<!--/)
})

test("what a reader named stands in the letter as text, and steers nothing", async () => {
  const variant = {
    part: "owner_video",
    locale: "en",
    jurisdiction: "general",
    alsoViewer: false,
    household: false,
  } as const
  const letter = await renderSample(letterForms, variant)
  const { fields } = sampleRow(letter)
  const [camera] = fields.cameras
  const hostile = {
    ...fields,
    name: "\u202e<b>Mallory</b> {{viewers}}\r\nBcc: all@example.org",
    cameras: [{ ...camera!, label: '<img src="//evil.example">{{code}}"' }],
  }
  const filled = fill(letter, valuesOf(hostile, variant, { code: "7K2M-9QX4-0HZ8-TB3W", at: new Date(0) }))
  expect(filled.html).not.toMatch(/<b>|<img|\u202e/)
  expect(filled.html).toContain("&lt;img src=&quot;//evil. example&quot;&gt;{{code}}")
  expect(filled.text).toContain('<img src="//evil. example">{{code}}"')
  expect(filled.text).toContain("Hello,\n")
  expect(filled.subject).toBe("Other customers played video from your cameras")
})

test("each letter says first whether and how its reader is affected", () => {
  const first = Object.fromEntries(
    rendered
      .filter(({ variant }) => variantKey(variant).endsWith("/en/general") && !variant.part.includes("."))
      .map(({ variant, laidOut }) => [variant.part, laidOut.preview.split(/[:.]/)[0]]),
  )
  expect(first).toEqual({
    owner_video: "You are affected",
    owner_tapped: "You are affected",
    owner_shown: "You are affected",
    viewer_only: "You received footage that was not meant for you",
    undetermined: "You may be affected",
    unaffected: "You are not affected",
  })
})
