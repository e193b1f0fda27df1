import fc from "fast-check"
import { expect, test } from "vitest"
import { plainLetterForms } from "../../../testing/letters/plain-letter-forms.ts"
import { lintSamples, renderSample } from "../../../testing/letters/render-sample.ts"
import { readHtml, shownText } from "./read-html.ts"
import { declared, readStyleSheet } from "./style-sheet.ts"

const variant = {
  part: "owner_shown",
  locale: "en",
  jurisdiction: "general",
  alsoViewer: false,
  household: false,
} as const
const letter = await renderSample(plainLetterForms, variant)
const scrap = fc.constantFrom(
  "<style>",
  "</style>",
  "@media (prefers-color-scheme: dark) {",
  "{",
  "}",
  ".a",
  "color:",
  "#fff",
  ";",
  "<p style='",
  "'>",
  "<li>",
  "{{cameras}}",
  "{{",
  "}}",
  "<a href=",
  "https://",
  "x.y/",
  "url(",
  ")",
  "<!--",
  "-->",
  "&#x27;",
  "rgba(1,2",
  "\n",
  "a ",
)
const mess = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.array(scrap, { maxLength: 60 }).map((all) => all.join("")),
)

test("whatever stands in a letter, the lint ends and says what is wrong", () => {
  fc.assert(
    fc.property(mess, mess, mess, (subject, html, text) => {
      const findings = lintSamples(plainLetterForms, [{ ...letter, subject, html, text }])
      expect(findings.some(({ kind }) => kind === "block")).toBe(true)
    }),
    { numRuns: 150 },
  )
})

test("what is important wins over what stands inline, and the dark scheme over nothing but itself", () => {
  const { elements, styleSheet } = readHtml(
    '<style>.a{color:red}/* } */ p.a{color:green} @media (prefers-color-scheme:dark){.a{color:white!important}} div .b{color:blue}</style><div><p class="a" style="color:black">x</p><p class="a c">y</p><p class="b">z</p></div>',
  )
  const rules = readStyleSheet(styleSheet)
  const [first, second, third] = elements.filter(({ tag }) => tag === "p")
  const inScheme = (scheme: "light" | "dark") =>
    [first, second, third].map((one) => declared(one!, ["color"], rules, scheme))
  expect(inScheme("light")).toEqual(["black", "green", "blue"])
  expect(inScheme("dark")).toEqual(["white", "white", "blue"])
})

test("what is hidden is not read", () => {
  const page = readHtml('<title>t</title><div style="display:none">preview</div><p>seen &amp; read</p>')
  expect(shownText(page).trim()).toBe("seen & read")
})
