import type { LetterGroup, LetterLocale, LetterName } from "./letters.ts"

/** What a group is called where it stands by itself: in lists, as a mark. */
export const groupWords: Readonly<Record<LetterGroup, string>> = {
  owner_video: "Owner: video exposed",
  owner_tapped: "Owner: thumbnail tapped",
  owner_shown: "Owner: merely shown",
  viewer_only: "Viewer only",
  undetermined: "Undetermined",
  unaffected: "Not shown as affected",
}

/** What a letter is called. The one to the unaffected says so itself. */
export const letterWords: Readonly<Record<LetterName, string>> = {
  ...groupWords,
  unaffected: "Not affected",
  correction_up: "Correction: it was more",
  correction_down: "Correction: it was less",
}

export const localeWords: Readonly<Record<LetterLocale, string>> = { en: "English", de: "German" }

/** A letter's copy in one language: "Owner: merely shown, German". */
export function copyWords(letter: LetterName, locale: LetterLocale): string {
  return `${letterWords[letter]}, ${localeWords[locale]}`
}
