import type { ItemState } from "../rules.ts"

/** What can be said of items of a kind. */
export interface Sayable {
  states: readonly ItemState[]
  /** A status code out of what the other side wrote; null where it wrote something else. */
  statusOf(text: string | undefined): string | null
}

export interface ResultRow {
  line: number
  token: string
  state: ItemState
  at: Date | null
  status: string | null
}

export interface ResultFault {
  line: number
  /** What is wrong with it, in words of ours: it repeats nothing of the line. */
  fault: string
}

/** A line of a results file. */
export type ResultLine = ResultRow | ResultFault
