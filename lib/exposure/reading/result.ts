import type { Summary } from "../summary.ts"

/** A finished revision as it is read: what it says, and where its files lie. */
export interface Result {
  incident: { id: string; number: number; title: string }
  revision: { id: string; number: number; completedAt: Date }
  /** Absolute: people, exposures, evidence, rejects, the summary and the console's own files. */
  folder: string
  /** Absolute: the accounts sorted by id and by e-mail address. */
  accountsFolder: string
  summary: Summary
  /** The incident file as it was used: YAML. */
  incidentFile: string
}
