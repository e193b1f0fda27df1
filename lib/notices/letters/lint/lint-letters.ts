import { createHash } from "node:crypto"
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
import { readingLevel } from "./reading-level.ts"
import type { LintedLetter, LintFacts, LintRule } from "./rule.ts"
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

/** All that is wrong with letters before they leave. Blocks come before advice. */
export function lintLetters({ letters, samples, ...facts }: LintInput): Finding[] {
  const found = new Map<string, Omit<Finding, "key">>()
  for (const letter of letters) {
    const linted = prepare(letter, samples)
    for (const { name, kind, find } of rules)
      for (const { where, text } of find(linted, facts)) {
        const id = JSON.stringify([name, where, text])
        const known = found.get(id)
        if (!known) found.set(id, { rule: name, kind, variants: [letter.key], where, text })
        else if (!known.variants.includes(letter.key)) known.variants.push(letter.key)
      }
  }
  const findings = [...found.values()].map((finding) => ({ key: keyOf(finding), ...finding }))
  return [
    ...findings.filter(({ kind }) => kind === "block"),
    ...findings.filter(({ kind }) => kind === "advice"),
  ]
}

function prepare(letter: RenderedLetter, samples: readonly ListRow[]): LintedLetter {
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
  }
}

/** Other letters or other words make another finding: what counsel let pass was this one. */
function keyOf({ rule, variants, where, text }: Omit<Finding, "key">): string {
  const digest = createHash("sha256").update(JSON.stringify([rule, [...variants].sort(), where, text]))
  return `${rule}:${digest.digest("hex").slice(0, 16)}`
}
