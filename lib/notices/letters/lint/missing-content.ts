import type { LetterGroup } from "../../../core/letters.ts"
import { isNotice } from "../lay-out.ts"
import { marksIn, type RecipientMark } from "../marks.ts"
import type { HeadingName } from "../words/letter-words.ts"
import { letterWords } from "../words/words-of.ts"
import { type Fault, type LintedLetter, type LintFacts, type LintRule, quoted } from "./rule.ts"

/** What the letter to a group tells in numbers. */
const numbers: Readonly<Record<LetterGroup, readonly RecipientMark[]>> = {
  owner_video: ["cameras", "footage", "viewers", "videos"],
  owner_tapped: ["cameras", "footage", "viewers", "enlarged"],
  owner_shown: ["cameras", "footage", "viewers"],
  viewer_only: ["seen_footage", "seen_owners"],
  undetermined: [],
  unaffected: [],
}

/** Art. 34(2) GDPR and the statutes of the states name these; the unaffected need no more than what and whom to ask. */
const chapters: Readonly<Record<"notice" | "viewer_only" | "unaffected", readonly HeadingName[]>> = {
  notice: ["what_happened", "what_information", "what_we_did", "what_to_do", "whom_to_ask"],
  viewer_only: ["what_happened", "what_information", "what_we_did", "what_to_do", "whom_to_ask"],
  unaffected: ["what_happened", "whom_to_ask"],
}

const SORRY = /\bsorry\b|\bapologi[sz]e|tut uns[^.]*leid|leid tut|entschuldig/i

/** What the letter has to contain, by group and jurisdiction. */
export const missingContent: LintRule = {
  name: "missing-content",
  kind: "block",
  find(letter, facts) {
    const missing = [...inEveryLetter(letter), ...inCorrections(letter, facts), ...ofHousehold(letter)]
    if (letter.form === "us-ma") missing.push(...inMassachusetts(letter))
    else missing.push(...numbersOf(letter), ...chaptersOf(letter))
    if (letter.form === "us-ca") missing.push(...inCalifornia(letter))
    return missing.map((text): Fault => ({ where: "contents", text }))
  },
}

function inEveryLetter({ laidOut, shown }: LintedLetter): string[] {
  const [, second] = laidOut.blocks.filter(
    (block) => block.kind !== "paragraph" || !/^[^:]+: \{\{sent_on\}\}$/.test(block.text),
  )
  const marks = marksIn(shown)
  return [
    ...(second?.kind === "paragraph"
      ? []
      : ["it does not begin with whether the reader is affected, and how"]),
    ...(marks.includes("code") ? [] : ["the code is missing by which people can check it"]),
    ...(marks.includes("sent_on") ? [] : ["the day is missing on which it was sent"]),
  ]
}

function numbersOf({ group, variant, shown }: LintedLetter): string[] {
  const needed: readonly string[] = variant.alsoViewer
    ? [...numbers[group], ...numbers.viewer_only]
    : numbers[group]
  const marks = marksIn(shown)
  return [...new Set(needed)]
    .filter((name) => !marks.includes(name))
    .map((name) => `{{${name}}} is missing: say exactly what it was`)
}

function chaptersOf({ group, form, variant, laidOut }: LintedLetter): string[] {
  const words = letterWords[variant.locale]
  const headings = laidOut.blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : []))
  const needed = chapters[isNotice(group) ? "notice" : group === "unaffected" ? "unaffected" : "viewer_only"]
  return needed.flatMap((name) => {
    const californian = words.california.headings[name as keyof typeof words.california.headings]
    const heading = form === "us-ca" ? californian : words.headings[name]
    return headings.includes(heading) ? [] : [`the part ${quoted(heading)} is missing`]
  })
}

/** Their safety may hang on this paragraph. California's has no heading of its own by which it could be looked for. */
function ofHousehold({ form, variant, laidOut }: LintedLetter): string[] {
  if (!variant.household || form === "us-ca") return []
  const heading = letterWords[variant.locale].headings[form === "us-ma" ? "safety" : "household"]
  const isThere = laidOut.blocks.some((block) => block.kind === "heading" && block.text === heading)
  return isThere ? [] : [`the part ${quoted(heading)} is missing`]
}

/** Cal. Civ. Code 1798.82(d): title, headings in these words, date of the notice, whether it was delayed. */
function inCalifornia({ variant, laidOut, shown }: LintedLetter): string[] {
  const { california } = letterWords[variant.locale]
  const first = laidOut.blocks[0]
  const isDated = first?.kind === "paragraph" && first.text.includes("{{sent_on}}")
  return [
    ...(laidOut.title.startsWith("Notice of Data Breach")
      ? []
      : ["California wants the title “Notice of Data Breach”"]),
    ...(isDated ? [] : ["California wants the date of the notice"]),
    ...(shown.includes(california.delayed) || shown.includes(california.notDelayed)
      ? []
      : ["California wants to know whether an authority asked to wait"]),
  ]
}

/** M.G.L. c. 93H, s. 3(b). */
function inMassachusetts({ group, shown }: LintedLetter): string[] {
  if (!isNotice(group)) return []
  const needed: [RegExp, string][] = [
    [/police report|polizeibericht/i, "the right to a police report"],
    [/security freeze/i, "how to ask for a security freeze"],
    [
      /costs nothing|no charge|free of charge|at no cost|kostet nichts|kostenlos/i,
      "that a security freeze costs nothing",
    ],
    [/social security|date of birth|geburtsdatum/i, "what is needed to ask for a security freeze"],
  ]
  return needed.filter(([words]) => !words.test(shown)).map(([, what]) => `Massachusetts wants ${what}`)
}

function inCorrections(
  { group, direction, form, variant, shown }: LintedLetter,
  { leads }: LintFacts,
): string[] {
  if (direction === "first") return []
  const marks = marksIn(shown)
  const [sentence = ""] = leads[variant.locale][group].split(/(?<=[.:])\s/)
  return [
    ...(marks.includes("told_on") ? [] : ["it does not say which letter it corrects: {{told_on}}"]),
    ...(marks.includes("told_before") || form === "us-ma"
      ? []
      : ["it does not say what was told before: {{told_before}}"]),
    ...(SORRY.test(shown) ? [] : ["it does not say that we are sorry"]),
    ...(form === "us-ma" || shown.includes(sentence)
      ? []
      : ["it does not say what is true now: {{letter_lead}}"]),
  ]
}
