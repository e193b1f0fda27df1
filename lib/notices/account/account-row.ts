import type { ItemState } from "../../runs/rules.ts"

/** Somebody in the account of a run. */
export interface AccountRow {
  /** Of the frozen list. */
  row: number
  pseudonym: string
  part: string
  variant: string
  state: ItemState
  /** A status code and words of ours. */
  reason: string | null
  attempts: number
  /** null also where nothing was ever begun. */
  sentAt: Date | null
  changedAt: Date | null
}

/** What was done next for somebody. */
export interface NextStep {
  step: string
  note: string
  doneAt: Date
  /** The id of the member. */
  doneBy: string
}

export interface UnreachedRow extends AccountRow {
  /** The latest of what was done for them; null: nothing yet. */
  next: NextStep | null
  /** The latest later run whose letter they were sent. */
  laterRun: { number: number; state: ItemState } | null
}

export interface AccountPage<T> {
  rows: T[]
  /** The row to begin after; null on the last page. */
  nextAfter: number | null
}

/** A page of an account: the rows behind `after`, at most `limit` of them. */
export interface AccountPlace {
  after?: number | undefined
  limit?: number | undefined
}

/** Their letter was sent and was not refused: whoever complained has read it. */
export const reachedStates: readonly ItemState[] = ["accepted", "delivered", "complained"]

/** Nothing more comes to them by this run, and nobody knows of a letter that did. */
export const unreachedStates: readonly ItemState[] = [
  "bounced",
  "rejected",
  "unknown",
  "held",
  "suppressed",
  "cancelled",
]
