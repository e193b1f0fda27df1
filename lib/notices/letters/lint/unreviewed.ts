import type { LetterName } from "../../../core/letters.ts"
import { copyWords } from "../../../core/notice-words.ts"
import type { LintRule } from "./rule.ts"

/** A translation for which nobody vouches by name. */
export const unreviewed: LintRule = {
  name: "unreviewed",
  kind: "block",
  find({ group, direction, variant }, facts) {
    const letters: LetterName[] = direction === "first" ? [group] : [group, `correction_${direction}`]
    return letters
      .filter((letter) => facts.unreviewed.has(`${letter}/${variant.locale}`))
      .map((letter) => ({
        where: copyWords(letter, variant.locale),
        text: "nobody is named who has read this translation as it is now",
      }))
  },
}
