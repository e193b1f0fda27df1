import type { Jurisdiction, LetterGroup, LetterLocale, LetterName } from "../../../core/letters.ts"
import type { LetterValues } from "../fields.ts"
import type { ListRow } from "../preview-letters.ts"
import type { RenderedLetter } from "../render-variants.ts"
import type { HtmlPage } from "./read-html.ts"
import type { ListFault } from "./reader-faults.ts"

/** A letter as rules look at it. */
export interface LintedLetter extends RenderedLetter {
  group: LetterGroup
  direction: "first" | "up" | "down"
  form: Jurisdiction
  page: HtmlPage
  /** What is read of the HTML. */
  shown: string
  samples: readonly (ListRow & { values: LetterValues })[]
  /** What was found when every reader of it was looked at. */
  faults: readonly ListFault[]
}

/** What is known beside the letters. */
export interface LintFacts {
  unreviewed: ReadonlySet<`${LetterName}/${LetterLocale}`>
  leads: Readonly<Record<LetterLocale, Readonly<Record<LetterGroup, string>>>>
}

/** What a rule found: where in the letter, and what is wrong. */
export interface Fault {
  where: string
  text: string
  /** How many readers it is so for; 0: of those who stand in for them; absent: it is so for everybody. */
  readers?: number
}

export interface LintRule {
  name: string
  kind: "block" | "advice"
  find(letter: LintedLetter, facts: LintFacts): Fault[]
}

/** A few words of a text, to be found by. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim()
  return `“${line.length > 60 ? `${line.slice(0, 59)}…` : line}”`
}
