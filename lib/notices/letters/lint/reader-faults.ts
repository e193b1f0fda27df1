import type { RecipientMark } from "../marks.ts"

/** What can be wrong with what a letter tells one of its readers. */
interface ReaderFault {
  /** Where the letter has one of these; absent: in any. */
  marks?: readonly (RecipientMark | "greeting")[]
  text: string
}

export const EMPTY = "it is empty"
export const SHOWS_ID = "it shows an id instead of a name"
export const NO_VALUE = "there is no value for it"

/**
 * A closed set: `list-faults.sql` looks for each of them in every row of a frozen list, as the rules look for them in those
 * who stand in for its readers. A test holds the two together.
 */
export const readerFaults = {
  name_empty: { marks: ["greeting"], text: EMPTY },
  name_id: { marks: ["greeting"], text: SHOWS_ID },
  label_empty: { marks: ["cameras", "camera_names"], text: EMPTY },
  label_id: { marks: ["cameras", "camera_names"], text: SHOWS_ID },
  no_camera: { marks: ["cameras", "camera_names"], text: EMPTY },
  no_told: { marks: ["told_on", "told_before"], text: NO_VALUE },
  nothing_received: { text: "it tells owners of nothing that others received" },
  no_video: { text: "it tells owners of a video that was played, and counts none" },
  no_enlarged: { text: "it tells owners of a picture that was opened, and counts none" },
  video_denied: { text: "it tells owners that no video was played, and counts one" },
  enlarged_denied: { text: "it tells owners that no picture was opened, and counts one" },
  nothing_seen: { text: "it tells readers of nothing that they received" },
} as const satisfies Record<string, ReaderFault>
export type ReaderFaultName = keyof typeof readerFaults

/** How many readers of one form of a letter have a fault, of all on a frozen list. */
export interface ListFault {
  /** Its key. */
  variant: string
  fault: ReaderFaultName
  readers: number
}

// The engine looks by the same patterns, so they keep to what both know: nothing that looks ahead.

/** Words that a program writes where it has none. */
export const NOTHING_PATTERN = String.raw`\bundefined\b|\bnull\b|\bNaN\b|Invalid Date|\[object `

/** Forms that ids have and that no name of a person or a camera has, whatever their case. */
export const RAW_ID_PATTERN = [
  "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
  String.raw`\b[0-9a-f]{12,}\b`,
  String.raw`\bP(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b`,
  String.raw`\b(?:acc|acct|account|usr|user|owner|dev|device|cam|camera)[_-]?(?:[0-9a-z]+[0-9]{3}[0-9a-z]*|[0-9]{3}[0-9a-z]+)\b`,
  String.raw`\b[0-9]{9,}\b`,
].join("|")
