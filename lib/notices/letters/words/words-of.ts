import type { LetterLocale } from "../../../core/letters.ts"
import { english } from "./english.ts"
import { german } from "./german.ts"
import type { LetterWords } from "./letter-words.ts"

/** What stands in letters beside the copy, in each language. */
export const letterWords: Readonly<Record<LetterLocale, LetterWords>> = { en: english, de: german }
