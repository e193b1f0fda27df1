import type { OnProgress } from "../../core/progress.ts"
import type { Drill } from "../../evidence/sets/add-evidence.ts"
import type { Summary } from "../summary.ts"

/** All that a process needs to know to make the result of a revision. */
export interface AttemptTask {
  /** A replayed incident that is to be written first, unless it is there; a revision without an incident file has its. */
  drill: Drill | null
  evidenceFolder: string
  /** Out of these folders no file of the incident file may lead. */
  confinedTo: readonly string[]
  incidentFile: string
  mappings: Record<string, string>
  confirmGaps: boolean
  resultFolder: string
  accountsRoot: string
  /** What the incident's pseudonyms are made with, in hexadecimal: told to the process alone, and written nowhere. */
  pseudonymKey: string
}

export type AttemptEnding =
  | { state: "done"; summary: Summary; accountsFolder: string; incidentFile: string }
  | { state: "failed"; reason: string }

/** An attempt under way in a process of its own. */
export interface Attempt {
  /** Settles when the process has ended; never rejects. */
  ended: Promise<AttemptEnding>
  /** Ends the process and all that it started. */
  kill(): void
}

export type StartAttempt = (task: AttemptTask, onProgress: OnProgress) => Attempt
