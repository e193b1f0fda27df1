import type { ItemState, PlannedRunState } from "../../prisma/generated/client.ts"

export type { ItemState, PlannedRunState }

/** All states of an item, in the order in which digests and displays have them. */
export const itemStates = [
  "queued",
  "sending",
  "accepted",
  "verified",
  "delivered",
  "bounced",
  "complained",
  "deferred",
  "rejected",
  "unknown",
  "held",
  "suppressed",
  "cancelled",
] as const satisfies readonly ItemState[]

/** How many items are in each state. */
export type StateCounts = Record<ItemState, number>

/**
 * Which state may follow which (notices.md §2). What was committed as `sending` comes back to `queued` by proof alone:
 * surely not done (`deferred`), or absent where somebody can be asked (`unknown`). Reports of what became of an item may
 * overtake the outcome that its worker writes.
 */
const next: Readonly<Record<ItemState, readonly ItemState[]>> = {
  queued: ["sending", "held", "suppressed", "cancelled"],
  sending: ["accepted", "deferred", "rejected", "unknown", "delivered", "bounced", "complained"],
  accepted: ["verified", "delivered", "bounced", "complained"],
  verified: [],
  delivered: ["bounced", "complained"],
  bounced: [],
  complained: [],
  deferred: ["queued", "rejected", "held", "cancelled", "delivered", "bounced", "complained"],
  rejected: [],
  unknown: ["accepted", "delivered", "bounced", "complained", "rejected", "deferred", "queued", "cancelled"],
  held: [],
  suppressed: [],
  cancelled: [],
}

/**
 * Whether a step takes back what the other side said: it was looked at, and is not so. Who does that has the proof, and says
 * so with each move.
 */
export function isDisproval(from: ItemState, to: ItemState): boolean {
  return from === "accepted" && to === "queued"
}

/** Whether an item may go from one state to another. */
export function mayMove(from: ItemState, to: ItemState): boolean {
  return next[from].includes(to)
}

/** From which states evidence may move an item to this one. */
export function statesBefore(to: ItemState): ItemState[] {
  return itemStates.filter((from) => mayMove(from, to))
}

/** Why an item is where it is: a status code and words of ours, nothing that the other side wrote. */
export function toldBy(status: string | null, who: string): string {
  return status === null ? `Told by ${who}` : `${status}, told by ${who}`
}

/**
 * Where an item comes to that is moved: one that was to be held while it was under way does not wait again once it is
 * known that it was not done.
 */
export function comesTo(to: ItemState, isToBeHeld: boolean): ItemState {
  return isToBeHeld && (to === "queued" || to === "deferred") ? "held" : to
}

/** Whether something is still to come by itself: a run is finished when no item waits. */
export function isWaiting(state: ItemState): boolean {
  return state === "queued" || state === "sending" || state === "deferred"
}

/** No items in any state. */
export function noCounts(): StateCounts {
  return Object.fromEntries(itemStates.map((state) => [state, 0])) as StateCounts
}

export type Decision = { allowed: true } | { allowed: false; reason: string }

const ended = {
  stopped: "This run was stopped",
  finished: "This run is finished",
  failed: "This run could not be planned",
} as const

const reasons: Record<"send" | "pause" | "resume" | "stop", Partial<Record<PlannedRunState, string>>> = {
  send: {
    planning: "This run is still being planned",
    running: "This run is under way already",
    paused: "This run is under way already; resume it",
    ...ended,
  },
  pause: {
    planning: "This run has not begun",
    planned: "This run has not begun",
    paused: "This run is paused already",
    ...ended,
  },
  resume: {
    planning: "This run has not begun",
    planned: "This run has not begun",
    running: "This run is under way",
    ...ended,
  },
  stop: { ...ended, stopped: "This run was stopped already" },
}

/** Whether nothing will be begun in it any more. */
export function hasEnded({ state }: { state: PlannedRunState }): boolean {
  return state in ended
}

/** What can be done with a run in its state, and why what cannot. */
export function judgeRun(run: { state: PlannedRunState }): Record<keyof typeof reasons, Decision> {
  const judge = (doing: keyof typeof reasons): Decision => {
    const reason = reasons[doing][run.state]
    return reason === undefined ? { allowed: true } : { allowed: false, reason }
  }
  return { send: judge("send"), pause: judge("pause"), resume: judge("resume"), stop: judge("stop") }
}

/** The reasons that the mechanism itself gives for an item's state. */
export const words = {
  workerEnded: "its worker ended before the answer came",
  notBegun: "not begun",
  tooLate: "not taken within 24 h",
  notSent: "surely not sent",
  isThere: "found at the other side",
  stopped: "the run was stopped",
  fault: "a fault of ours",
} as const
