import {
  type Jurisdiction,
  type LetterVariant,
  type Part,
  readPart,
  type SectionName,
} from "../../../lib/core/letters.ts"
import { letterWords, localeWords } from "../../../lib/core/notice-words.ts"
import { type Skip, skips } from "../../../lib/notices/settings.ts"

export { letterWords, localeWords }

/** "Owner: video exposed", or what it corrects. */
export function partWords(part: Part): string {
  const { group, direction } = readPart(part)
  const letter = letterWords[group]
  if (direction === "first") return letter
  return `${letter}, corrected ${direction === "up" ? "upward" : "downward"}`
}

export const jurisdictionWords: Record<Jurisdiction, string> = {
  general: "no rules of its own",
  "us-ca": "California",
  "us-ma": "Massachusetts",
}

export const sectionWords: Record<SectionName, { title: string; hint: string }> = {
  lead: { title: "First sentence", hint: "Is the reader affected, and how." },
  lead_without_description: {
    title: "First sentence where the law forbids a description",
    hint: "Massachusetts: it must not describe what happened.",
  },
  what_happened: { title: "What happened", hint: "In two or three sentences, without blaming anybody else." },
  what_information: {
    title: "What was exposed",
    hint: "Cameras, how many pictures and videos, when, and by how many they were received.",
  },
  what_information_without_description: {
    title: "What was exposed, where the law forbids a description",
    hint: "Massachusetts: which information, not what happened to it.",
  },
  also_viewer: {
    title: "For owners who also received footage",
    hint: "A paragraph in the owner’s letter.",
  },
  household: {
    title: "Where it went to a former member of the household",
    hint: "Takes the place of what strangers are told.",
  },
  household_without_description: {
    title:
      "For a reader whose footage went to a former member of the household, where the law forbids a description",
    hint: "Massachusetts: what to do where they could be in danger, not what happened.",
  },
  what_we_did: { title: "What we did", hint: "What has been stopped, deleted and changed." },
  what_to_do: { title: "What to do", hint: "At most five numbered things, most urgent first." },
  rights_massachusetts: { title: "Rights in Massachusetts", hint: "What this state asks a letter to say." },
  whom_to_ask: { title: "Whom to ask", hint: "Somebody reads what comes back." },
}

/** Why somebody on the list gets no letter. */
export const skipWords: Record<Skip, string> = {
  no_address: "No address is known",
  bad_address: "The address cannot be one",
  hard_bounced: "An earlier letter came back for good",
  law_hold: "Held for an authority",
  place_unknown: "Place not known, and may be held for an authority",
  not_told: "Not told, by the plan",
}

/** Why a letter stands as it does: what was said of it, or why nobody gets it, which is kept as a code. */
export function reasonWords(reason: string): string {
  return skips.some((skip) => skip === reason) ? skipWords[reason as Skip] : reason
}

/** "Owner: video exposed, German, California", with what it has besides. */
export function variantWords({ part, locale, jurisdiction, alsoViewer, household }: LetterVariant): string {
  return [
    partWords(part),
    localeWords[locale],
    jurisdiction === "general" ? null : jurisdictionWords[jurisdiction],
    alsoViewer ? "also viewer" : null,
    household ? "former member of the household" : null,
  ]
    .filter((word) => word !== null)
    .join(", ")
}

/** What was done for somebody whom a letter did not reach. */
export const followUpWords: Record<string, string> = {
  call: "Called",
  post: "By post",
  in_app: "In the app",
  none: "Nothing can be done",
}

/** What takes the place of each field of a letter. */
export const markWords: Record<string, string> = {
  company: "the company’s name",
  product: "the product’s name",
  security_page: "the page about it",
  check_page: "the page where a letter’s code is checked",
  support: "support’s e-mail and telephone",
  support_hours: "when support answers",
  postal_address: "the postal address",
  happened: "when it began and ended",
  what_happened: "what happened, as all letters say it; a paragraph of its own",
  what_we_did: "what we did, as all letters say it; a paragraph of its own",
  letter_subject: "the subject of the letter that it corrects",
  letter_lead: "the first sentences of the letter that it corrects",
  footage: "how many pictures and videos others received",
  viewers: "how many other accounts received them, and whether someone did whose account nobody knows",
  videos: "how many videos others played",
  enlarged: "how many pictures others enlarged",
  cameras: "each camera with its pictures, videos and times; an item of a list",
  camera_names: "each camera by its name; an item of a list",
  times: "when it was recorded",
  time_zone: "the reader’s time zone",
  seen_footage: "how many pictures and videos of others the reader received",
  seen_owners: "from how many other accounts they came",
  told_on: "the day of the earlier letter",
  told_before: "what the earlier letter said",
}
