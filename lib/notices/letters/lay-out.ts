import { invariant } from "../../core/errors.ts"
import {
  type Jurisdiction,
  type LaidOutLetter,
  type LetterBlock,
  type LetterGroup,
  type LetterLocale,
  type LetterText,
  type LetterVariant,
  readPart,
  type SectionName,
} from "../../core/letters.ts"
import { formatsFor } from "./letter-formats.ts"
import { type FactMark, MARK } from "./marks.ts"
import { parseText } from "./parse-text.ts"
import type { LetterFacts } from "./schemas.ts"
import type { HeadingName, LetterWords } from "./words/letter-words.ts"
import { letterWords } from "./words/words-of.ts"

/** What is written for a variant: its group's letter, and what a correction begins with. */
export interface VariantTexts {
  letter: LetterText
  correction: LetterText | null
}

/** Sections under one heading. */
type Chapter = readonly [HeadingName, ...(SectionName | "mitigation" | "delay" | "parent")[]]

const general: readonly Chapter[] = [
  ["what_happened", "what_happened"],
  ["what_information", "what_information"],
  ["household", "household"],
  ["also_viewer", "also_viewer"],
  ["what_to_do", "what_to_do"],
  ["what_we_did", "what_we_did"],
  ["mitigation", "mitigation"],
  ["whom_to_ask", "whom_to_ask"],
]

/** Cal. Civ. Code 1798.82(d)(1): a title and five headings, in this order. */
const california: readonly Chapter[] = [
  ["what_happened", "what_happened", "delay"],
  ["what_information", "what_information", "household", "also_viewer"],
  ["what_we_did", "what_we_did", "mitigation"],
  ["what_to_do", "what_to_do"],
  ["whom_to_ask", "whom_to_ask"],
]

/** M.G.L. c. 93H, s. 3(b): rights, and nothing about the nature of the breach or the number of people. */
const massachusetts: readonly Chapter[] = [
  ["what_information", "what_information_without_description"],
  ["safety", "household_without_description"],
  ["what_to_do", "what_to_do"],
  ["rights_massachusetts", "rights_massachusetts"],
  ["mitigation", "mitigation"],
  ["whom_to_ask", "whom_to_ask", "parent"],
]

/** Whose own footage went to others, or may have: what the laws of breaches are about. */
export function isNotice(group: LetterGroup): boolean {
  return group !== "viewer_only" && group !== "unaffected"
}

/** How a variant is laid out: who was told nothing of their own went anywhere, gets the general form in California. */
export function formOf({ part, jurisdiction }: LetterVariant): Jurisdiction {
  return jurisdiction === "us-ca" && !isNotice(readPart(part).group) ? "general" : jurisdiction
}

/**
 * Lays a letter out as its variant asks: which sections under which headings, the facts filled in, the marks of the
 * recipient left.
 */
export function layOut(variant: LetterVariant, texts: VariantTexts, facts: LetterFacts): LaidOutLetter {
  const { locale } = variant
  const words = letterWords[locale]
  const form = formOf(variant)
  const values = factValues(facts, locale, words, {
    letter_subject: subjectOf(texts.letter, form),
    letter_lead: firstParagraph(leadOf(texts.letter, form)),
  })
  const lead = parseText(withFacts(leadOf(texts.correction ?? texts.letter, form), values))
  const subject = withFacts(subjectOf(texts.correction ?? texts.letter, form), values)
  const [first] = lead
  const paragraph = (text: string): LetterBlock => ({ kind: "paragraph", text: withFacts(text, values) })
  return {
    locale,
    company: facts.company,
    subject,
    preview: first?.kind === "paragraph" ? first.text : subject,
    title: form === "us-ca" ? words.california.title : subject,
    blocks: [
      ...(form === "us-ca" ? [paragraph(words.california.date)] : []),
      paragraph("{{greeting}}"),
      ...lead,
      ...chaptersOf(form).flatMap((chapter) => layOutChapter(chapter, variant, texts.letter, facts, values)),
    ],
    footer: words.footer.map((line) => withFacts(line, values)),
  }
}

function chaptersOf(form: Jurisdiction): readonly Chapter[] {
  return { general, "us-ca": california, "us-ma": massachusetts }[form]
}

function subjectOf({ subject, subjectWithoutDescription }: LetterText, form: Jurisdiction): string {
  return form === "us-ma" ? (subjectWithoutDescription ?? subject) : subject
}

function leadOf({ sections }: LetterText, form: Jurisdiction): string {
  return (form === "us-ma" ? sections.lead_without_description : sections.lead) ?? ""
}

/** A correction says what is true now in the words with which the letter would have begun. */
function firstParagraph(text: string): string {
  return text.split(/\n\s*\n/)[0] ?? ""
}

function layOutChapter(
  [heading, ...sections]: Chapter,
  variant: LetterVariant,
  text: LetterText,
  facts: LetterFacts,
  values: FactValues,
): LetterBlock[] {
  const words = letterWords[variant.locale]
  const isCalifornian = formOf(variant) === "us-ca"
  const written = sections
    .filter((section) => belongs(section, variant))
    .map((section) => {
      if (section === "mitigation") return facts.mitigation?.[variant.locale] ?? ""
      if (section === "delay")
        return facts.isDelayedByAuthority ? words.california.delayed : words.california.notDelayed
      if (section === "parent")
        return facts.parentCompany === null ? "" : words.parent(facts.company, facts.parentCompany)
      return text.sections[section] ?? ""
    })
  const blocks = written.flatMap((one) => parseText(withFacts(one, values)))
  const { headings } = words.california
  const title =
    isCalifornian && heading in headings
      ? headings[heading as keyof typeof headings]
      : words.headings[heading]
  return blocks.length === 0 ? [] : [{ kind: "heading", text: title }, ...blocks]
}

function belongs(section: Chapter[number], { alsoViewer, household }: LetterVariant): boolean {
  if (section === "also_viewer") return alsoViewer
  if (section === "household" || section === "household_without_description") return household
  return true
}

type FactValues = Readonly<Record<FactMark, string>>

function factValues(
  facts: LetterFacts,
  locale: LetterLocale,
  words: LetterWords,
  ofLetter: Pick<FactValues, "letter_subject" | "letter_lead">,
): FactValues {
  const formats = formatsFor(words, facts.timeZone)
  const { text, until } = formats.stretch(new Date(facts.happenedFrom), new Date(facts.happenedTo))
  const period = until === null ? text : `${text} – ${until}`
  return {
    company: facts.company,
    product: facts.product,
    security_page: facts.securityPage,
    check_page: facts.checkPage,
    support: words.support(facts.supportEmail, facts.supportPhone?.replaceAll(" ", "\u00a0") ?? null),
    support_hours: facts.supportHours[locale],
    postal_address: facts.postalAddress,
    happened: `${period} (${formats.zoneName ?? "UTC"})`,
    what_happened: facts.whatHappened[locale],
    what_we_did: facts.whatWeDid[locale],
    ...ofLetter,
  }
}

/** Facts in the place of their marks; a letter's own lead and subject have marks of facts again. */
function withFacts(text: string, values: FactValues): string {
  const filled = text.replaceAll(MARK, (whole, name: string) => {
    const fact = name.trim()
    return Object.hasOwn(values, fact) ? values[fact as FactMark] : whole
  })
  if (!/\{\{\s*letter_(lead|subject)\s*\}\}/.test(text)) return filled
  invariant(!/\{\{\s*letter_(lead|subject)\s*\}\}/.test(filled), "a group's letter is no correction")
  return withFacts(filled, values)
}
