/** Whom a letter is for: the group of an account, most severe first. */
export const letterGroups = [
  "owner_video",
  "owner_tapped",
  "owner_shown",
  "viewer_only",
  "undetermined",
  "unaffected",
] as const
export type LetterGroup = (typeof letterGroups)[number]

export function isLetterGroup(text: string): text is LetterGroup {
  return (letterGroups as readonly string[]).includes(text)
}

/** What has copy of its own: a letter for each group, and what a correction begins with. */
export const letterNames = [...letterGroups, "correction_up", "correction_down"] as const
export type LetterName = (typeof letterNames)[number]

/** The languages of letters. The first is what everybody gets who reads none of the others. */
export const letterLocales = ["en", "de"] as const
export type LetterLocale = (typeof letterLocales)[number]

/** Where the law asks for a letter of its own: California's headings, Massachusetts' without a description. */
export const jurisdictions = ["general", "us-ca", "us-ma"] as const
export type Jurisdiction = (typeof jurisdictions)[number]

/** A group's letter to somebody who was told nothing, or one that corrects an earlier letter, upward or downward. */
export type Part = LetterGroup | `${LetterGroup}.up` | `${LetterGroup}.down`

/** One finished form of a letter; everybody who gets the same one gets the same words but for the fields. */
export interface LetterVariant {
  part: Part
  locale: LetterLocale
  jurisdiction: Jurisdiction
  /** An owner who also received others' footage gets a paragraph for it. */
  alsoViewer: boolean
  /** The footage went to somebody who belonged to the household before. */
  household: boolean
}

/** Its name in ledgers: `owner_video/en/us-ca+viewer+household`. */
export function variantKey({ part, locale, jurisdiction, alsoViewer, household }: LetterVariant): string {
  return `${part}/${locale}/${jurisdiction}${alsoViewer ? "+viewer" : ""}${household ? "+household" : ""}`
}

/** The variant of a key that `variantKey` made. */
export function readVariantKey(key: string): LetterVariant {
  const [part, locale, rest = ""] = key.split("/")
  const [jurisdiction, ...marks] = rest.split("+")
  return {
    part: part as Part,
    locale: locale as LetterLocale,
    jurisdiction: jurisdiction as Jurisdiction,
    alsoViewer: marks.includes("viewer"),
    household: marks.includes("household"),
  }
}

export type Direction = "first" | "up" | "down"

/** Whose letter a part is, and whether it corrects an earlier one. */
export function readPart(part: Part): { group: LetterGroup; direction: Direction } {
  const [group, direction = "first"] = part.split(".")
  return { group: group as LetterGroup, direction: direction as Direction }
}

/** What the sections of a letter are for; which of them a variant has, and under which heading, the variant decides. */
export const sectionNames = [
  /** The first sentence: is the reader affected, and how. */
  "lead",
  /** The first sentence where the law forbids to describe what happened. */
  "lead_without_description",
  "what_happened",
  "what_information",
  /** The same where the law forbids to describe what happened. */
  "what_information_without_description",
  "also_viewer",
  "household",
  /** The same where the law forbids to describe what happened. */
  "household_without_description",
  "what_we_did",
  "what_to_do",
  "rights_massachusetts",
  "whom_to_ask",
] as const
export type SectionName = (typeof sectionNames)[number]

/**
 * What people write: plain text with marks such as {{viewers}}. An empty line ends a paragraph; lines that begin with
 * `- ` or `1. ` make a list. Nothing else means anything.
 */
export interface LetterText {
  subject: string
  /** The subject where the law forbids to describe what happened; absent: the same. */
  subjectWithoutDescription?: string
  sections: Partial<Record<SectionName, string>>
}

export type LetterBlock =
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "list"; isOrdered: boolean; items: readonly string[] }

/** A letter as it is laid out, with marks such as {{viewers}} where the fields go. */
export interface LaidOutLetter {
  locale: LetterLocale
  /** Whose letter it is, above all else. */
  company: string
  subject: string
  /** What mailboxes show beside the subject: the first sentence. */
  preview: string
  title: string
  blocks: readonly LetterBlock[]
  /** Below a line, in small print. */
  footer: readonly string[]
}

/** A letter with its marks; filling puts a reader's values in their place. */
export interface FinishedLetter {
  subject: string
  html: string
  text: string
}

/** The letters as emails/ brings them; the edges put it together with lib. */
export interface LetterForms {
  /** The copy that Tocsin brings. */
  textOf(letter: LetterName, locale: LetterLocale): LetterText
  render(letter: LaidOutLetter): Promise<FinishedLetter>
}
