import { createHash } from "node:crypto"
import { figure } from "../../../core/figure.ts"
import { readPart } from "../../../core/letters.ts"
import { valuesOf } from "../fields.ts"
import { formOf } from "../lay-out.ts"
import type { ListRow } from "../preview-letters.ts"
import type { RenderedLetter } from "../render-variants.ts"
import { activeContent } from "./active-content.ts"
import { counts } from "./counts.ts"
import { forbiddenContent } from "./forbidden-content.ts"
import { language } from "./language.ts"
import { legibility } from "./legibility.ts"
import { missingContent } from "./missing-content.ts"
import { missingValue } from "./missing-value.ts"
import { otherGroup } from "./other-group.ts"
import { outsideResource } from "./outside-resource.ts"
import { peopleWithoutAccount } from "./people-without-account.ts"
import { readHtml, shownText } from "./read-html.ts"
import type { ListFault } from "./reader-faults.ts"
import { readingLevel } from "./reading-level.ts"
import type { Fault, LintedLetter, LintFacts, LintRule } from "./rule.ts"
import { shortenedLink } from "./shortened-link.ts"
import { signInLink } from "./sign-in-link.ts"
import { steps } from "./steps.ts"
import { subjectLine } from "./subject-line.ts"
import { textPart } from "./text-part.ts"
import { unreviewed } from "./unreviewed.ts"

export interface Finding {
  /** The same as long as the rule finds the same in the same letters. */
  key: string
  rule: string
  /** What blocks must be mended or overridden by counsel; advice may be passed by. */
  kind: "block" | "advice"
  /** Keys of the variants that have it. */
  variants: string[]
  /** Where in the letter, for people. */
  where: string
  /** What is wrong, in words. */
  text: string
}

export interface LintInput extends LintFacts {
  letters: readonly RenderedLetter[]
  /** Rows of the frozen list, at least one of each variant where there are any: letters are also looked at filled. */
  samples: readonly ListRow[]
  /** What was found in all rows of the list when it was frozen. */
  faults?: readonly ListFault[]
}

export const rules: readonly LintRule[] = [
  missingValue,
  counts,
  otherGroup,
  missingContent,
  forbiddenContent,
  signInLink,
  shortenedLink,
  outsideResource,
  activeContent,
  textPart,
  legibility,
  unreviewed,
  steps,
  language,
  subjectLine,
  peopleWithoutAccount,
  readingLevel,
]

interface Found extends Fault {
  rule: string
  kind: "block" | "advice"
  variants: string[]
}

/** All that is wrong with letters before they leave. Blocks come before advice. */
export function lintLetters({ letters, samples, faults = [], ...facts }: LintInput): Finding[] {
  const found = new Map<string, Found>()
  for (const letter of letters) {
    const linted = prepare(letter, samples, faults)
    for (const { name, kind, find } of rules)
      for (const fault of find(linted, facts)) {
        const id = JSON.stringify([name, fault.where, fault.text])
        const known = found.get(id)
        if (known) addTo(known, letter.key, fault)
        else found.set(id, { rule: name, kind, variants: [letter.key], ...fault })
      }
  }
  const findings = [...found.values()].map(findingOf)
  return [
    ...findings.filter(({ kind }) => kind === "block"),
    ...findings.filter(({ kind }) => kind === "advice"),
  ]
}

function addTo(known: Found, variant: string, { readers }: Fault): void {
  if (!known.variants.includes(variant)) known.variants.push(variant)
  if (readers !== undefined) known.readers = (known.readers ?? 0) + readers
}

function findingOf({ rule, kind, variants, where, text, readers }: Found): Finding {
  const said = readers === undefined ? text : `${text} (${readersWords(readers)})`
  return { key: keyOf({ rule, variants, where, text: said }), rule, kind, variants, where, text: said }
}

function readersWords(readers: number): string {
  return readers === 0 ? "some readers" : readers === 1 ? "1 reader" : `${figure(readers)} readers`
}

function prepare(
  letter: RenderedLetter,
  samples: readonly ListRow[],
  faults: readonly ListFault[],
): LintedLetter {
  const page = readHtml(letter.html)
  const sent = { code: "0000-0000-0000-0000", at: new Date(0) }
  return {
    ...letter,
    ...readPart(letter.variant.part),
    form: formOf(letter.variant),
    page,
    shown: shownText(page),
    samples: samples
      .filter(({ variant }) => variant === letter.key)
      .map((row) => ({ ...row, values: valuesOf(row.fields, letter.variant, sent) })),
    faults: faults.filter(({ variant }) => variant === letter.key),
  }
}

/** Other letters or other words make another finding: what counsel let pass was this one. */
function keyOf({ rule, variants, where, text }: Omit<Finding, "key" | "kind">): string {
  const digest = createHash("sha256").update(JSON.stringify([rule, [...variants].sort(), where, text]))
  return `${rule}:${digest.digest("hex").slice(0, 16)}`
}
