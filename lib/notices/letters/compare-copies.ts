import { diffWordsWithSpace } from "diff"
import { type LetterText, sectionNames } from "../../core/letters.ts"
import type { LetterPlace } from "./marks.ts"

export interface ComparedPiece {
  text: string
  /** Whether it stands in the first alone, in the second alone, or in both. */
  side: "first" | "second" | "both"
}

export interface ComparedPlace {
  place: LetterPlace
  pieces: ComparedPiece[]
}

const places: readonly LetterPlace[] = ["subject", "subjectWithoutDescription", ...sectionNames]

/** How two copies differ, word by word, in each place that either has: two versions, or the letters of two groups. */
export function compareCopies(first: LetterText, second: LetterText): ComparedPlace[] {
  return places.flatMap((place) => {
    const [before, after] = [textAt(first, place), textAt(second, place)]
    if (before === "" && after === "") return []
    return [{ place, pieces: compareTexts(before, after) }]
  })
}

/** How two texts differ, word by word; a mark is one word. */
export function compareTexts(first: string, second: string): ComparedPiece[] {
  return diffWordsWithSpace(first, second).map(({ value, added, removed }) => ({
    text: value,
    side: added ? "second" : removed ? "first" : "both",
  }))
}

function textAt(text: LetterText, place: LetterPlace): string {
  if (place === "subject" || place === "subjectWithoutDescription") return text[place] ?? ""
  return text.sections[place] ?? ""
}
