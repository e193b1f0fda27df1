import type { FinishedLetter } from "../../core/letters.ts"
import { escapeHtml } from "./escape.ts"
import type { LetterValues } from "./fields.ts"

/** A filled letter in pieces: what is the same for all readers is the same string each time. */
export interface LetterPieces {
  subject: string
  html: readonly string[]
  text: readonly string[]
}

/** Puts a reader's values in the place of a letter's marks; quick enough for each letter of a run. */
export type FillLetter = (values: LetterValues) => LetterPieces

/** A mark with what is repeated around it where its value is several. */
interface Slot {
  mark: string
  before: string
  after: string
  isItem: boolean
}

type Pieces = readonly (string | Slot)[]

/** A mark that is all of an item of a list, or any other mark. */
const IN_HTML = /(<li\b[^>]*>)\s*\{\{([^{}]*)\}\}\s*(<\/li>)|\{\{([^{}]*)\}\}/g
const IN_TEXT = /(^- )\{\{([^{}\n]*)\}\}(\n|$)|\{\{([^{}]*)\}\}/gm

/**
 * Splits a finished letter at its marks, once for all its readers. What it gives fills in one pass, so that a value
 * which looks like a mark is a value; it throws where a mark has no value.
 */
export function splitLetter(finished: FinishedLetter): FillLetter {
  const subject = split(finished.subject, IN_TEXT)
  const html = split(finished.html, IN_HTML)
  const text = split(finished.text, IN_TEXT)
  return (values) => ({
    subject: fillPieces(subject, values, asItIs).join(""),
    html: fillPieces(html, values, escapeHtml),
    text: fillPieces(text, values, asItIs),
  })
}

/** A letter for one reader. Throws where a mark has no value. */
export function fill(finished: FinishedLetter, values: LetterValues): FinishedLetter {
  return joinPieces(splitLetter(finished)(values))
}

/** All of each part. */
export function joinPieces({ subject, html, text }: LetterPieces): FinishedLetter {
  return { subject, html: html.join(""), text: text.join("") }
}

function split(whole: string, marks: RegExp): Pieces {
  const pieces: (string | Slot)[] = []
  let from = 0
  for (const found of whole.matchAll(marks)) {
    const [all, before, item, after, alone] = found
    pieces.push(whole.slice(from, found.index))
    if (item === undefined) pieces.push({ mark: alone?.trim() ?? "", before: "", after: "", isItem: false })
    else pieces.push({ mark: item.trim(), before: before ?? "", after: after ?? "", isItem: true })
    from = found.index + all.length
  }
  pieces.push(whole.slice(from))
  return pieces
}

function fillPieces(pieces: Pieces, values: LetterValues, form: (text: string) => string): string[] {
  return pieces.map((piece) => (typeof piece === "string" ? piece : fillSlot(piece, values, form)))
}

function fillSlot(
  { mark, before, after, isItem }: Slot,
  values: LetterValues,
  form: (text: string) => string,
): string {
  const value = Object.hasOwn(values, mark) ? values[mark] : undefined
  if (value === undefined) throw new Error(`the field {{${mark}}} has no value`)
  if (typeof value === "string") return `${before}${form(value)}${after}`
  if (!isItem) return form(value.join("; "))
  return value.map((one) => `${before}${form(one)}${after}`).join("")
}

function asItIs(text: string): string {
  return text
}
