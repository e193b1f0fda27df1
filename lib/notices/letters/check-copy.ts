import type { LetterName, LetterText } from "../../core/letters.ts"
import { findMark, type LetterPlace, MARK, marksOf } from "./marks.ts"
import { parseText } from "./parse-text.ts"

/** What cannot be filled in a letter's copy. */
export interface CopyFault {
  place: LetterPlace
  /** From 1, within the place. */
  line: number
  text: string
}

/** All marks of a copy that no letter of this name has a value for, and all that stand where they cannot. */
export function checkCopy(letter: LetterName, text: LetterText): CopyFault[] {
  const { subject, subjectWithoutDescription = "", sections } = text
  const places = Object.entries({ subject, subjectWithoutDescription, ...sections }) as [
    LetterPlace,
    string,
  ][]
  return places.flatMap(([place, written]) => checkPlace(letter, place, written))
}

function checkPlace(letter: LetterName, place: LetterPlace, written: string): CopyFault[] {
  return written.split("\n").flatMap((line, index) => {
    const rest = line.replaceAll(MARK, "")
    const torn = /\{\{|\}\}/.test(rest) ? ["A field is written {{like_this}}"] : []
    const faults = [...line.matchAll(MARK)].flatMap(([whole, name = ""]) => {
      const fault = faultOf(letter, place, name.trim(), line)
      return fault === null ? [] : [`${whole} ${fault}`]
    })
    return [...torn, ...faults].map((text) => ({ place, line: index + 1, text }))
  })
}

function faultOf(letter: LetterName, place: LetterPlace, name: string, line: string): string | null {
  const mark = findMark(name)
  if (!mark) return `is no field; a letter to this group has ${marksOf(letter).join(", ")}`
  if (!mark.letters.includes(letter)) return "is no field of a letter to this group"
  const isSubject = place === "subject" || place === "subjectWithoutDescription"
  if (mark.places && !mark.places.includes(isSubject ? "subject" : place))
    return "does not belong into this place"
  if (mark.standsAlone && isSubject) return "does not fit into a subject"
  return mark.standsAlone && !standsAlone(mark.standsAlone, name, line)
    ? `stands alone in ${wordsOf(mark.standsAlone)}`
    : null
}

function standsAlone(kind: "paragraph" | "item", name: string, line: string): boolean {
  const [block] = parseText(line)
  const whole = `{{${name}}}`
  const bare = (text: string) => text.replaceAll(/\s/g, "")
  if (block?.kind === "paragraph") return kind === "paragraph" && bare(block.text) === whole
  return kind === "item" && block?.kind === "list" && bare(block.items.join("")) === whole
}

function wordsOf(kind: "paragraph" | "item"): string {
  return kind === "paragraph" ? "a paragraph of its own" : "an item of a list, which it repeats"
}
