import { type LetterGroup, type LetterVariant, readPart } from "../../core/letters.ts"
import { formatsFor, type LetterFormats } from "./letter-formats.ts"
import type { ownMarks, RecipientMark } from "./marks.ts"
import { looksLikeAddress, valueText, withoutLinks } from "./value-text.ts"
import type { LetterWords } from "./words/letter-words.ts"
import { letterWords } from "./words/words-of.ts"

/** What a letter tells of its reader alone. Counts are of pictures, videos and accounts, never of people. */
export interface RecipientFields {
  name: string | null
  /** IANA; null: nobody knows, and times are given in UTC and say so. */
  timeZone: string | null
  /** As owner: cameras, worst first, at most 10. */
  cameras: CameraFields[]
  /** How many cameras there are beside those. */
  camerasMore: number
  /** That others received. */
  pictures: number
  /** That others played. */
  videos: number
  /** Pictures that were enlarged. */
  tapped: number
  /** Other accounts that received them. */
  viewers: number
  /** Whether they also went to somebody of whom the log names no account. */
  viewersUnknown: boolean
  /** As viewer: whose footage was received, and how much of it. */
  seenOwners: number
  seenPictures: number
  seenVideos: number
  /** What the last letter said, and when it was sent (ISO 8601): of a correction, which says both; else absent. */
  told?: { group: LetterGroup; at: string } | null
}

export interface CameraFields {
  label: string | null
  pictures: number
  videos: number
  /** Of recording, ISO 8601. */
  firstAt: string
  lastAt: string
}

/** What takes the place of each mark of a recipient; several strings make several items of a list. */
export type LetterValues = Readonly<Record<string, string | readonly string[]>>

const NAME_CHARACTERS_MAX = 80
const LABEL_CHARACTERS_MAX = 60

/**
 * What the marks stand for in the letter of one reader, in their language and time zone. Of a correction it has what
 * was told before only where the fields say so.
 * @param sent the letter's code as it stands in it, and when it leaves
 */
export function valuesOf(
  fields: RecipientFields,
  variant: LetterVariant,
  sent: { code: string; at: Date },
): LetterValues {
  const words = letterWords[variant.locale]
  const formats = formatsFor(words, fields.timeZone)
  const { count } = formats
  const values: Record<
    Exclude<RecipientMark, "told_on" | "told_before"> | (typeof ownMarks)[number],
    string | string[]
  > = {
    greeting: words.greeting(nameOf(fields.name)),
    code: sent.code,
    sent_on: formats.day(sent.at),
    footage: footageOf(fields.pictures, fields.videos, words, formats),
    viewers: viewersOf(fields, words, formats),
    videos: fields.videos === 0 ? words.none : words.videos(count(fields.videos), fields.videos === 1),
    enlarged: fields.tapped === 0 ? words.none : words.pictures(count(fields.tapped), fields.tapped === 1),
    cameras: camerasOf(fields, words, formats, (camera, label) =>
      words.camera(
        label,
        footageOf(camera.pictures, camera.videos, words, formats),
        formats.stretch(new Date(camera.firstAt), new Date(camera.lastAt)),
      ),
    ),
    camera_names: camerasOf(fields, words, formats, (_, label) => label),
    times: formats.zoneName === null ? words.timesInUtc : words.timesIn(formats.zoneName),
    seen_footage: footageOf(fields.seenPictures, fields.seenVideos, words, formats),
    seen_owners: words.accountsOf(count(fields.seenOwners), fields.seenOwners === 1),
  }
  const { told } = fields
  if (!told || readPart(variant.part).direction === "first") return values
  return { ...values, told_on: formats.day(new Date(told.at)), told_before: words.told[told.group] }
}

/** A name that a mail program would make a link of is no name: its reader is greeted without. */
function nameOf(name: string | null): string | null {
  const shown = valueText(name ?? "", NAME_CHARACTERS_MAX)
  return shown === "" || looksLikeAddress(shown) ? null : shown
}

function camerasOf(
  { cameras, camerasMore }: RecipientFields,
  words: LetterWords,
  { count }: LetterFormats,
  form: (camera: CameraFields, label: string) => string,
): string[] {
  const lines = cameras.map((camera) => {
    const label = withoutLinks(valueText(camera.label ?? "", LABEL_CHARACTERS_MAX))
    return form(camera, label === "" ? words.unnamedCamera : label)
  })
  return camerasMore > 0 ? [...lines, words.moreCameras(count(camerasMore), camerasMore === 1)] : lines
}

/** How many they are whose accounts nobody knows, nobody knows: they are named, and not counted. */
function viewersOf(
  { viewers, viewersUnknown }: RecipientFields,
  words: LetterWords,
  { count }: LetterFormats,
): string {
  const known = words.accounts(count(viewers), viewers === 1)
  if (!viewersUnknown) return known
  return words.byUnknown(viewers === 0 ? null : known)
}

/** `3 pictures and 1 video`; of none, the one that a letter would speak of. */
function footageOf(pictures: number, videos: number, words: LetterWords, { count }: LetterFormats): string {
  const parts = [
    ...(pictures > 0 || videos === 0 ? [words.pictures(count(pictures), pictures === 1)] : []),
    ...(videos > 0 ? [words.videos(count(videos), videos === 1)] : []),
  ]
  return parts.join(` ${words.and} `)
}
