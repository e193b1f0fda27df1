import { describe, expect, test } from "vitest"
import type { LetterGroup, LetterText, LetterVariant, SectionName } from "../lib/core/letters.ts"
import type { RecipientFields } from "../lib/notices/letters/fields.ts"
import type { RenderedLetter } from "../lib/notices/letters/render-variants.ts"
import type { LetterFacts } from "../lib/notices/letters/schemas.ts"
import { lintSamples, renderSample, sampleRow } from "../lib/testing/letters/render-sample.ts"
import { sampleFacts } from "../lib/testing/letters/sample-letter.ts"
import { letterForms } from "./letter-forms.ts"

/** What is done to a good letter to make it a bad one. */
interface Spoiling {
  variant?: Partial<LetterVariant>
  copy?: (text: LetterText) => LetterText
  facts?: Partial<LetterFacts>
  finished?: (letter: RenderedLetter) => RenderedLetter
  fields?: Partial<RecipientFields>
}

const shown: LetterVariant = {
  part: "owner_shown",
  locale: "en",
  jurisdiction: "general",
  alsoViewer: false,
  household: false,
}

const section = (name: SectionName, change: (text: string) => string) => (text: LetterText) => ({
  ...text,
  sections: { ...text.sections, [name]: change(text.sections[name] ?? "") },
})
const added = (name: SectionName, more: string) => section(name, (text) => `${text}\n\n${more}`)
const without = (name: SectionName) => section(name, () => "")
const ofGroup = (group: LetterGroup) => letterForms.textOf(group, "en")
const html = (change: (html: string) => string) => (letter: RenderedLetter) => ({
  ...letter,
  html: change(letter.html),
})
/** Into the letter, after its title. */
const into = (more: string) => html((page) => page.replace("</h1>", `</h1>${more}`))
/** In HTML and in text alike. */
const both = (more: string, words: string) => (letter: RenderedLetter) => ({
  ...into(more)(letter),
  text: letter.text.replace(/(=+\n)/, `$1\n${words}\n`),
})
const camera = { pictures: 3, videos: 0, firstAt: "2024-02-16T14:02:00Z", lastAt: "2024-02-16T14:20:00Z" }

/** By rule: each letter has one thing wrong, which its own rule finds and no other. */
const corpus: Readonly<Record<string, Readonly<Record<string, Spoiling>>>> = {
  "missing-value": {
    "a field that there is not": { copy: added("what_we_did", "It was {{vewers}}.") },
    "a field that is not closed": { copy: added("what_we_did", "It was {{viewers.") },
    "a camera called by its id": { fields: { cameras: [{ ...camera, label: "cam_88213a" }] } },
    "a camera called by a UUID": {
      fields: { cameras: [{ ...camera, label: "0b6b3c1e-59c4-4f0e-9d6d-1d1f6f3f9a10" }] },
    },
    "a reader called by an account number": { fields: { name: "user-0012345" } },
    "a name that says undefined": { fields: { name: "undefined" } },
    "a correction of nobody knows what": { variant: { part: "owner_shown.up" }, fields: { told: null } },
  },
  counts: {
    "an owner of whose footage nothing was received": { fields: { pictures: 0 } },
    "an owner from whom nobody received anything": { fields: { viewers: 0 } },
    "no video was played, and one was": { fields: { videos: 1 } },
    "a picture was opened, and none was": { variant: { part: "owner_tapped" }, fields: { tapped: 0 } },
    "a video was played, and none was": { variant: { part: "owner_video" }, fields: { videos: 0 } },
    "a viewer who received nothing": { variant: { part: "viewer_only" }, fields: { seenPictures: 0 } },
  },
  "other-group": {
    "a tap told as a video that was played": { copy: added("what_information", "Your video was viewed.") },
    "an owner who is told that nothing happened": { copy: added("what_we_did", "You are not affected.") },
    "the unaffected are told that they are": {
      variant: { part: "unaffected" },
      copy: added("what_happened", "You are affected. Please read on."),
    },
    "the subject of another group": {
      copy: (text) => ({ ...text, subject: ofGroup("owner_tapped").subject }),
    },
    "fields of owners in a letter to viewers": {
      variant: { part: "viewer_only" },
      copy: added("what_information", "It was {{viewers}}."),
    },
    "an owner is told of footage they did not receive": {
      copy: added("what_information", "You also received footage of others."),
    },
    "a German owner is told that nothing happened": {
      variant: { locale: "de" },
      copy: added("what_we_did", "Sie sind nicht betroffen."),
    },
  },
  "missing-content": {
    "not a word about what happened": { copy: without("what_happened") },
    "nothing to do": { copy: without("what_to_do") },
    "nobody to ask": { copy: without("whom_to_ask") },
    "no first sentence": { copy: without("lead") },
    "no number": { copy: section("what_information", (text) => text.replace("{{footage}}", "some")) },
    "cameras without their names": {
      copy: section("what_information", (text) => text.replace("- {{cameras}}", "Some cameras.")),
    },
    "California without what is being done": {
      variant: { jurisdiction: "us-ca" },
      copy: without("what_we_did"),
    },
    "Massachusetts without the right to a police report": {
      variant: { jurisdiction: "us-ma" },
      copy: section("rights_massachusetts", (text) => text.replaceAll("police report", "report")),
    },
    "Massachusetts with a freeze that may cost": {
      variant: { jurisdiction: "us-ma" },
      copy: section("rights_massachusetts", (text) => text.replace("It costs nothing", "It is possible")),
    },
    "no word to whom a former member of the household may put in danger": {
      variant: { household: true },
      copy: without("household"),
    },
    "nor in Massachusetts": {
      variant: { household: true, jurisdiction: "us-ma" },
      copy: without("household_without_description"),
    },
    "Massachusetts without how to freeze": {
      variant: { jurisdiction: "us-ma" },
      copy: section("rights_massachusetts", (text) => text.replaceAll(/security freeze/gi, "stop")),
    },
  },
  "forbidden-content": {
    "Massachusetts with how many": {
      variant: { jurisdiction: "us-ma" },
      copy: added("what_information_without_description", "It was {{footage}}."),
    },
    "Massachusetts with the cause": {
      variant: { jurisdiction: "us-ma" },
      copy: added("lead_without_description", "Our system mixed up cameras."),
    },
    "Massachusetts with how many residents": {
      variant: { jurisdiction: "us-ma" },
      copy: added("lead_without_description", "There are 312 residents like you."),
    },
    "Massachusetts with the text about what happened": {
      variant: { jurisdiction: "us-ma" },
      copy: added("what_to_do", "{{what_happened}}"),
    },
    "Massachusetts in German with what others did": {
      variant: { jurisdiction: "us-ma", locale: "de" },
      copy: added("lead_without_description", "Jemand hat es unbefugt gesehen."),
    },
  },
  "sign-in-link": {
    "a link to sign in": { finished: both('<p><a href="https://tern.example/login">here</a></p>', "here") },
    "a link to reset": { finished: both('<p><a href="https://tern.example/x?reset=1">page</a></p>', "page") },
    "a button that says sign in": {
      finished: both('<p><a href="https://tern.example/a">Sign in</a></p>', "Sign in"),
    },
    "an address to sign in": { copy: added("what_we_did", "Go to tern.example/signin yourself.") },
    "an address for a new password": {
      copy: added("what_we_did", "Go to https://tern.example/password/new yourself."),
    },
    "asked to click": { copy: added("what_we_did", "Click the link to know more.") },
    "asked to click, in German": {
      variant: { locale: "de" },
      copy: added("what_we_did", "Klicken Sie hier."),
    },
  },
  "shortened-link": {
    "a shortened link": { finished: both('<p><a href="https://bit.ly/3x">more</a></p>', "more") },
    "a shortened address": { copy: added("what_we_did", "See tinyurl.com/tern for more.") },
  },
  "outside-resource": {
    "a tracking pixel": {
      finished: into('<img src="https://t.tern.example/o.gif?id=1" width="1" height="1" alt="">'),
    },
    "a logo from outside": { finished: into('<img src="//cdn.example/logo.png" alt="">') },
    "a background from outside": {
      finished: into('<div style="background-image:url(https://t.example/b.png)"></div>'),
    },
    "a font from outside": {
      finished: html((page) =>
        page.replace("<style>", "<style>@font-face{font-family:x;src:url('https://f.example/x.woff2')}"),
      ),
    },
    "a style sheet from outside": {
      finished: html((page) =>
        page.replace("<style>", '<link rel="stylesheet" href="https://f.example/x.css"><style>'),
      ),
    },
    "an import from outside": {
      finished: html((page) => page.replace("<style>", "<style>@import 'https://f.example/x.css';")),
    },
  },
  "active-content": {
    "a form": { finished: into('<form action="https://tern.example/x"></form>') },
    "a script": { finished: into("<script>1</script>") },
    "something that runs": { finished: into('<div onmouseover="x()"></div>') },
    "a frame": { finished: into('<iframe title="x"></iframe>') },
    "a page that leads on by itself": {
      finished: html((page) => page.replace("<head>", '<head><meta http-equiv="refresh" content="3">')),
    },
    "an attachment": { copy: added("what_we_did", "A list of the pictures is attached.") },
  },
  "text-part": {
    "no text part": { finished: (letter) => ({ ...letter, text: " " }) },
    "a text part that says less": {
      finished: (letter) => ({
        ...letter,
        text: letter.text.replace("This letter has no links and no attachments.", ""),
      }),
    },
    "a text part that says other things": {
      finished: (letter) => ({
        ...letter,
        text: letter.text.replace("Front", "Back").replace("we are sorry", "we are glad"),
      }),
    },
  },
  legibility: {
    "grey on white": { finished: html((page) => page.replaceAll("#4a5565", "#9aa5b1")) },
    "dark on dark": {
      finished: html((page) =>
        page
          .replace("color: #e9ecf0 !important", "color: #1c2430 !important")
          .replace(
            /\.sheet \{ background-color: #191e25 !important; color: #e9ecf0 !important; \}/,
            ".sheet { background-color: #191e25 !important; }",
          ),
      ),
    },
    "white on white": { finished: both('<p style="color:#fff">Hidden</p>', "Hidden") },
    "half seen": { finished: both('<p style="color:rgba(28,36,48,0.4)">Faint</p>', "Faint") },
    "a colour that nobody can compute": {
      finished: both('<p style="color:var(--ink)">Unknown</p>', "Unknown"),
    },
  },
  steps: {
    "six things to do": { copy: section("what_to_do", (text) => `${text}\n6. Read this letter again.`) },
  },
  language: {
    "no language": { finished: html((page) => page.replace('<html lang="en"', "<html")) },
    "another language": { finished: html((page) => page.replace('<html lang="en"', '<html lang="fr"')) },
  },
  "subject-line": {
    "no subject": { finished: (letter) => ({ ...letter, subject: "" }) },
    "a subject of two lines": {
      finished: (letter) => ({ ...letter, subject: "Hello\r\nBcc: all@tern.example" }),
    },
  },
}

async function spoil({ variant, copy, facts, finished, fields }: Spoiling) {
  const whole = { ...shown, ...variant }
  const [group = ""] = whole.part.split(".")
  const text = letterForms.textOf(group as LetterGroup, whole.locale)
  const good = await renderSample(letterForms, whole, {
    letter: copy ? copy(text) : text,
    facts: { ...sampleFacts, ...facts },
  })
  const letter = finished ? finished(good) : good
  const row = sampleRow(letter)
  return { letter, rows: [{ ...row, fields: { ...row.fields, ...fields } }] }
}

for (const [rule, letters] of Object.entries(corpus))
  describe(rule, () => {
    test.each(Object.entries(letters))("%s", async (_, spoiling) => {
      const { letter, rows } = await spoil(spoiling)
      const blocks = lintSamples(letterForms, [letter], rows).filter(({ kind }) => kind === "block")
      expect([...new Set(blocks.map((finding) => finding.rule))], JSON.stringify(blocks, null, 1)).toEqual([
        rule,
      ])
    })
  })

test("a translation that nobody has read is refused, and its finding stays the same", async () => {
  const { lintLetters } = await import("../lib/notices/letters/lint/lint-letters.ts")
  const letter = await renderSample(letterForms, { ...shown, locale: "de", part: "owner_shown.up" })
  const empty = {
    owner_video: "",
    owner_tapped: "",
    owner_shown: "",
    viewer_only: "",
    undetermined: "",
    unaffected: "",
  }
  const find = () =>
    lintLetters({
      letters: [letter],
      samples: [sampleRow(letter)],
      unreviewed: new Set(["owner_shown/de"]),
      leads: { en: empty, de: empty },
    })
  const [finding, ...rest] = find()
  expect(finding).toMatchObject({ rule: "unreviewed", kind: "block", variants: [letter.key] })
  expect(rest).toEqual([])
  expect(find()[0]?.key).toBe(finding?.key)
})

test("advice does not block: hard words, and nobody named who has no account", async () => {
  const hard =
    "Notwithstanding the aforementioned circumstances, the organisation initiated comprehensive remediation procedures encompassing infrastructural reconfiguration, supplementary authorisation verification methodologies and organisational accountability considerations."
  const { letter, rows } = await spoil({
    copy: (text) =>
      section("what_information", (old) => old.replace(/We count[\s\S]*/, ""))(
        section("what_we_did", () => `${hard}\n\n${hard}\n\n${hard}\n\n${hard}`)(text),
      ),
  })
  const findings = lintSamples(letterForms, [letter], rows)
  expect(findings.map(({ kind, rule }) => [kind, rule])).toEqual([
    ["advice", "people-without-account"],
    ["advice", "reading-level"],
  ])
})

test("the corpus holds at least thirty bad letters", () => {
  expect(Object.values(corpus).flatMap((letters) => Object.keys(letters)).length).toBeGreaterThanOrEqual(30)
})
