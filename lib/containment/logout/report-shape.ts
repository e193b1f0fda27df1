import type { Effect } from "./effects.ts"

/** Real subjects that were looked at afterwards. */
export interface SampleCounts {
  /** So many had to be inspected. */
  needed: number
  inspected: number
  /** Of those, with something from before the cut-off that should be dead. */
  survivors: number
  /** With something that dies by expiring alone. */
  expiring: number
  unseen: number
}

/** What was claimed of one kind of token, and what was measured at one app. */
export interface KindReport {
  kind: string
  relyingParty: string | null
  effect: Effect["effect"]
  promisedS: number | null
  /** Seen alive before, dead afterwards, and a fresh one taken; null where nobody looked, or could say. */
  before: boolean | null
  dead: boolean | null
  fresh: boolean | null
  /** From when its account was logged out until the last canary was first seen dead, in seconds. */
  deadAfterS: number | null
}

/** What a logout claims, and what each claim rests on. */
export interface LogoutReport {
  cutoff: string
  counts: Record<string, number>
  kinds: KindReport[]
  sample: SampleCounts
  epoch: string
  /** What is not proved, or not so, in words; none where it was closed without. */
  gaps: string[]
}
