import {
  type LetterGroup,
  type LetterLocale,
  type LetterName,
  letterGroups,
  type SectionName,
} from "../../core/letters.ts"

/** A mark in copy or in a finished letter: `{{viewers}}`, with spaces around its name or without. */
export const MARK = /\{\{([^{}]*)\}\}/g

export type LetterPlace = "subject" | "subjectWithoutDescription" | SectionName

interface Mark {
  letters: readonly LetterName[]
  /** Absent: everywhere in these letters. */
  places?: readonly LetterPlace[]
  /** It stands alone: in a paragraph of its own, or in an item of a list, which it repeats. */
  standsAlone?: "paragraph" | "item"
  /** It counts people, pictures or times of the incident: nothing for a letter that may not describe it. */
  isDescription?: true
}

const owners = ["owner_video", "owner_tapped", "owner_shown"] as const satisfies readonly LetterGroup[]
const corrections = ["correction_up", "correction_down"] as const
const all: readonly LetterName[] = [...letterGroups, ...corrections]

/** What is the same for everybody who gets a variant: filled when it is laid out. */
export const factMarks = {
  company: { letters: all },
  product: { letters: all },
  security_page: { letters: all },
  check_page: { letters: all },
  support: { letters: all },
  support_hours: { letters: all },
  postal_address: { letters: all },
  happened: { letters: all, isDescription: true },
  what_happened: { letters: letterGroups, standsAlone: "paragraph", isDescription: true },
  what_we_did: { letters: letterGroups, standsAlone: "paragraph", isDescription: true },
  letter_subject: { letters: corrections, places: ["subject"] },
  letter_lead: {
    letters: corrections,
    places: ["lead", "lead_without_description"],
    standsAlone: "paragraph",
  },
} as const satisfies Record<string, Mark>
export type FactMark = keyof typeof factMarks

/** What each reader has of their own: filled into the finished letter. */
export const recipientMarks = {
  footage: { letters: owners, isDescription: true },
  viewers: { letters: owners, isDescription: true },
  videos: { letters: ["owner_video"], isDescription: true },
  enlarged: { letters: ["owner_video", "owner_tapped"], isDescription: true },
  cameras: { letters: owners, standsAlone: "item", isDescription: true },
  camera_names: { letters: owners, standsAlone: "item" },
  times: { letters: owners },
  seen_footage: {
    letters: [...owners, "viewer_only"],
    places: ["also_viewer", "what_information"],
    isDescription: true,
  },
  seen_owners: {
    letters: [...owners, "viewer_only"],
    places: ["also_viewer", "what_information"],
    isDescription: true,
  },
  told_on: { letters: corrections },
  told_before: { letters: corrections, isDescription: true },
} as const satisfies Record<string, Mark>
export type RecipientMark = keyof typeof recipientMarks

/** What every letter has without being asked: no copy names them. */
export const ownMarks = ["greeting", "code", "sent_on"] as const

const marks: Readonly<Record<string, Mark>> = { ...factMarks, ...recipientMarks }

export function findMark(name: string): Mark | null {
  return Object.hasOwn(marks, name) ? (marks[name] ?? null) : null
}

/** The marks that a letter's copy may name, for whoever writes it. */
export function marksOf(letter: LetterName): string[] {
  return Object.keys(marks).filter((name) => marks[name]?.letters.includes(letter))
}

/** Names of the marks in a text, in their order. */
export function marksIn(text: string): string[] {
  return [...text.matchAll(MARK)].map(([, name = ""]) => name.trim())
}

/** What stands on the public page in the place of what is a recipient's own. */
export const neutralWords: Readonly<Record<LetterLocale, Readonly<Record<string, string>>>> = {
  en: {
    greeting: "Hello,",
    code: "(code)",
    sent_on: "(day)",
    footage: "(how many pictures and videos)",
    viewers: "(how many accounts)",
    videos: "(how many videos)",
    enlarged: "(how many pictures)",
    cameras: "(cameras, with how much of each, and when it was recorded)",
    camera_names: "(names of the cameras)",
    times: "(Time zone)",
    seen_footage: "(how many pictures and videos)",
    seen_owners: "(how many accounts)",
    told_on: "(day of the letter)",
    told_before: "(what that letter said)",
  },
  de: {
    greeting: "Guten Tag!",
    code: "(Code)",
    sent_on: "(Tag)",
    footage: "(wie viele Bilder und Videos)",
    viewers: "(wie viele Konten)",
    videos: "(wie viele Videos)",
    enlarged: "(wie viele Bilder)",
    cameras: "(Kameras, wie viel von jeder, und wann aufgenommen)",
    camera_names: "(Namen der Kameras)",
    times: "(Zeitzone)",
    seen_footage: "(wie viele Bilder und Videos)",
    seen_owners: "(wie vielen Konten)",
    told_on: "(Tag des Briefs)",
    told_before: "(was darin stand)",
  },
}
