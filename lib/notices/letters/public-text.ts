import type { LetterLocale } from "../../core/letters.ts"
import { MARK, neutralWords } from "./marks.ts"

/** A letter's text with neutral words in the place of all that is a recipient's own, for the public page. */
export function publicTextOf(text: string, locale: LetterLocale): string {
  const words = neutralWords[locale]
  return text.replaceAll(MARK, (_, written: string) => {
    const name = written.trim()
    return Object.hasOwn(words, name) ? (words[name] ?? "") : "(…)"
  })
}
