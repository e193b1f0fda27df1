import type { LetterGroup } from "../../../core/letters.ts"

export type HeadingName =
  | "what_happened"
  | "what_information"
  | "also_viewer"
  | "household"
  /** The same where the law forbids to describe what happened. */
  | "safety"
  | "what_we_did"
  | "what_to_do"
  | "mitigation"
  | "rights_massachusetts"
  | "whom_to_ask"

/** What stands in letters beside the copy, in one language: headings, and how values are said. */
export interface LetterWords {
  /** For Intl. */
  formats: string
  moment(day: string, time: string): string
  /** Of one day, from when to when. */
  stretch(day: string, from: string, to: string): string
  headings: Readonly<Record<HeadingName, string>>
  /** What California asks for, in its own words, which are English everywhere. */
  california: {
    title: string
    headings: Readonly<
      Record<"what_happened" | "what_information" | "what_we_did" | "what_to_do" | "whom_to_ask", string>
    >
    date: string
    notDelayed: string
    delayed: string
  }
  greeting(name: string | null): string
  pictures(count: string, isOne: boolean): string
  videos(count: string, isOne: boolean): string
  /** As an object of `from`, or by itself. */
  accounts(count: string, isOne: boolean): string
  accountsOf(count: string, isOne: boolean): string
  /** Of whom the log names no account, alone or beside the accounts that it names. */
  byUnknown(accounts: string | null): string
  none: string
  and: string
  unnamedCamera: string
  /** A line of the list: which camera, how much, when. */
  camera(label: string, footage: string, when: { text: string; until: string | null }): string
  moreCameras(count: string, isOne: boolean): string
  timesIn(zone: string): string
  timesInUtc: string
  /** Fits behind "we told you". */
  told: Readonly<Record<LetterGroup, string>>
  support(email: string, phone: string | null): string
  parent(company: string, parent: string): string
  footer: readonly string[]
}
