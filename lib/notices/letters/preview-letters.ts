import { invariant } from "../../core/errors.ts"
import type { FinishedLetter } from "../../core/letters.ts"
import { type RecipientFields, valuesOf } from "./fields.ts"
import { fill } from "./fill.ts"
import type { RenderedLetter } from "./render-variants.ts"

/** A row of a frozen list, as far as a preview needs it. */
export interface ListRow {
  variant: string
  pseudonym: string
  fields: RecipientFields
}

export interface PreviewedLetter {
  variant: string
  /** For whom it stands in: a pseudonym of the list, whose values these are; the name is not theirs. */
  pseudonym: string
  /** Why this one: the least, the middle, the most of its variant. */
  spread: "least" | "middle" | "most"
  letter: FinishedLetter
}

/** A code of the right form that no letter has: it names none of those who are told zero from O. */
const PREVIEW_CODE = "0000-0000-0000-0000"
const STAND_IN_NAMES = { en: "(name)", de: "(Name)" } as const

/** Each variant as it will look for stand-ins from the real spread of its rows: who has the least, the middle, the most. */
export function previewLetters(
  rendered: ReadonlyMap<string, Pick<RenderedLetter, "variant" | "subject" | "html" | "text">>,
  rows: readonly ListRow[],
  at: Date,
): PreviewedLetter[] {
  return [...rendered].flatMap(([key, letter]) => {
    const ofVariant = rows.filter(({ variant }) => variant === key)
    return standIns(ofVariant).map(({ row, spread }) => {
      const name = row.fields.name === null ? null : STAND_IN_NAMES[letter.variant.locale]
      const values = valuesOf({ ...row.fields, name }, letter.variant, { code: PREVIEW_CODE, at })
      return { variant: key, pseudonym: row.pseudonym, spread, letter: fill(letter, values) }
    })
  })
}

/** The row with the least in its letter, the one in the middle, and the one with the most; each once. */
function standIns(rows: readonly ListRow[]): { row: ListRow; spread: PreviewedLetter["spread"] }[] {
  const sorted = [...rows].sort((one, other) => weightOf(one.fields) - weightOf(other.fields))
  if (sorted.length === 0) return []
  const picked = [
    { at: 0, spread: "least" },
    { at: Math.floor((sorted.length - 1) / 2), spread: "middle" },
    { at: sorted.length - 1, spread: "most" },
  ] as const
  return picked
    .filter(({ at }, index) => picked.findIndex((other) => other.at === at) === index)
    .map(({ at, spread }) => {
      const row = sorted[at]
      invariant(row, "a stand-in is one of the rows")
      return { row, spread }
    })
}

/** How much a letter has to say: by cameras first, then by footage. */
function weightOf({
  cameras,
  camerasMore,
  pictures,
  videos,
  seenPictures,
  seenVideos,
}: RecipientFields): number {
  return (cameras.length + camerasMore) * 1_000_000 + pictures + videos + seenPictures + seenVideos
}
