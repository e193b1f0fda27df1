import { MARK } from "../marks.ts"
import type { LintedLetter, LintRule } from "./rule.ts"

const GRADE_MAX = 8

/** English that is read with ease only after more than eight years of school. */
export const readingLevel: LintRule = {
  name: "reading-level",
  kind: "advice",
  find(letter) {
    if (letter.variant.locale !== "en") return []
    const grade = gradeOf(letter)
    if (grade <= GRADE_MAX) return []
    return [
      {
        where: "whole letter",
        text: `it reads like grade ${Math.round(grade)}; keep it at ${GRADE_MAX} or below`,
      },
    ]
  },
}

/** Flesch-Kincaid grade (Kincaid et al. 1975) of what is written in sentences; addresses and values are none. */
export function gradeOf({ laidOut }: Pick<LintedLetter, "laidOut">): number {
  const passages = laidOut.blocks
    .flatMap((block) =>
      block.kind === "list" ? block.items : block.kind === "paragraph" ? [block.text] : [],
    )
    .filter((passage) => !/\d{3}-\d{4}/.test(passage))
    .map((passage) => passage.replaceAll(MARK, "it").replaceAll(/\S+@\S+|\b\S+\.[a-z]{2,}\/\S*/gi, "it"))
  const sentences = passages
    .flatMap((passage) => passage.split(/(?<=[.!?])\s+/))
    .filter((one) => /\p{L}/u.test(one))
  const words = sentences.flatMap((sentence) => sentence.match(/[\p{L}']+/gu) ?? [])
  if (sentences.length === 0 || words.length === 0) return 0
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59
}

function syllablesOf(word: string): number {
  const bare = word.toLowerCase().replaceAll(/[^a-z]/g, "")
  const spoken = bare.replace(/(?:[^laeiouy]es|[^td]ed|[^l]e)$/, (end) => end.charAt(0))
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 1)
}
