import type { PlannedRun, RunKind } from "../../prisma/generated/client.ts"
import type { SystemContext } from "../core/context.ts"
import type { StateCounts } from "./rules.ts"

/** A row of the frozen list as it goes into the ledger. */
export interface NewItem {
  row: number
  /** A pseudonym; at most one item of a run is about it. */
  subject: string
  variant: string
  token: string
  /** SHA-256 of the code by which somebody outside can ask about it. */
  codeHash?: Uint8Array<ArrayBuffer> | null
  /** Queued where it is left out. */
  state?: "queued" | "held" | "suppressed"
  reason?: string
}

/** A row that other runs have overtaken: it is held if it is still queued. */
export interface Outdated {
  row: number
  reason: string
}

/** One thing to do. */
export interface Item {
  row: number
  chunk: number
  part: string
  subject: string
  variant: string
  token: string
  /** From 1: the attempt that is to be made. */
  attempt: number
}

/** Until when an item may be worked on. The lease is renewed meanwhile, so ask it anew each time. */
export interface Lease {
  /** By the clock of `performance.now()`, in milliseconds; nothing may be begun less than 15 s before. */
  readonly until: number
  /** Aborts when the lease has ended unrenewed: what is under way then must be cut off. */
  readonly over: AbortSignal
}

export type Outcome =
  | { state: "accepted" | "rejected" | "unknown"; reason: string }
  /** Surely not done. A push-back slows everybody down who goes the same way out. */
  | { state: "deferred"; reason: string; againInS: number; isPushback: boolean }

/** What the other side says of an item: that it has it, that it has not and gets it no more, or that it may yet get it. */
export type Whereabouts = "there" | "absent" | "in_progress"

/** Something of which nobody knows whether it was done. */
export type UnknownItem = Pick<Item, "row" | "token">

/** The work of one run, as its kind does it. */
export interface RunWork {
  /** How many are worked on at once, at most 25. */
  readonly batchMax: number
  /**
   * How many may be committed as being sent beside those, so that none waits for a commit: after a crash nobody knows of
   * them either. None where this is left out; otherwise the run has slots of its own, and takes none from others.
   */
  readonly aheadMax?: number
  /** One way out, whose pace all runs and workers share, such as `smtp` or `sink`. */
  readonly paceKey: string
  /** Of the frozen list, in the order of rows: exactly toRow - fromRow. */
  fill(fromRow: number, toRow: number): Promise<NewItem[]>
  /** Of rows that are in the ledger already: those that are not to be done any more as the list has them, and why. */
  recheck?(fromRow: number, toRow: number): Promise<Outdated[]>
  /** Makes what it takes while the database notes that it is begun; it may not be begun after all. Never throws. */
  prepare?(item: Item): void
  /** Does it; resolves always. */
  perform(item: Item, lease: Lease): Promise<Outcome>
  /** Where items are whose outcome nobody knows, by their tokens; what is missing from the answer stays unknown. */
  lookUp?(items: readonly UnknownItem[]): Promise<Map<string, Whereabouts>>
  close(): Promise<void>
}

/** What the gate goes by. */
export interface GateCounts {
  states: StateCounts
  /** How many more there are of each than `recentS` seconds ago. */
  recent: StateCounts
  recentS: number
  /** Push-backs that this worker met in that time. */
  pushbacks: number
  settings: PlannedRun["settings"]
}

/** What uses the mechanism. */
export interface RunUser {
  kind: RunKind
  /** null where a worker has nothing to do, as when somebody else carries it out. */
  open(ctx: SystemContext, run: PlannedRun): Promise<RunWork | null>
  /** A run in which nothing waits any more is not finished by that alone. */
  isFinishedElsewhere?: true
  /** Whether the run should be paused; asked every few seconds. */
  gate(counts: GateCounts): { reason: string } | null
}
