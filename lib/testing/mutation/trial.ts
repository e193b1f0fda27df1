import type { Fault } from "./fault.ts"

/** One case to be run on the sources, with a fault put into them or without one. */
export interface Trial extends Pick<Fault, "format" | "needsReference"> {
  caseName: string
  /** A file of the sources and its text instead. */
  swap: { file: string; text: string } | null
}

/** What of the case was not met; nothing = met. */
export type Verdict = string[]

export type TrialRequest = Trial & { id: number }
export type TrialReply = { id: number; verdict: Verdict } | { id: number; failure: string }
