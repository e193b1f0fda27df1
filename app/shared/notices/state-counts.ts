import { figure } from "../../../lib/core/figure.ts"
import type { StateCounts } from "../../../lib/runs/rules.ts"
import type { ShareTone } from "../../ui/figures/share-bar.tsx"

/** States as people count them: what became of letters, in five words. */
const kinds = {
  reached: { word: "taken", states: ["accepted", "delivered", "complained"], tone: "done" },
  waiting: { word: "waiting", states: ["queued", "sending", "deferred"], tone: "quiet" },
  unreached: { word: "not reached", states: ["bounced", "rejected"], tone: "error" },
  unknown: { word: "unknown", states: ["unknown"], tone: "caution" },
  without: { word: "not sent", states: ["held", "suppressed", "cancelled"], tone: "quiet" },
} as const satisfies Record<string, { word: string; states: readonly (keyof StateCounts)[]; tone: ShareTone }>

export type CountKind = keyof typeof kinds

/** How many letters are of each kind. */
export function byKind(counts: StateCounts): Record<CountKind, number> {
  const sum = (states: readonly (keyof StateCounts)[]) =>
    states.reduce((total, state) => total + counts[state], 0)
  return Object.fromEntries(Object.entries(kinds).map(([kind, { states }]) => [kind, sum(states)])) as Record<
    CountKind,
    number
  >
}

/** For a ShareBar. */
export function stateParts(counts: StateCounts): { word: string; count: number; tone: ShareTone }[] {
  const summed = byKind(counts)
  return (Object.keys(kinds) as CountKind[]).map((kind) => ({
    word: kinds[kind].word,
    count: summed[kind],
    tone: kinds[kind].tone,
  }))
}

/** "6,120 taken, 5,580 waiting". */
export function countedStates(counts: StateCounts): string {
  const parts = stateParts(counts).filter(({ count }) => count > 0)
  return parts.map(({ word, count }) => `${figure(count)} ${word}`).join(", ") || "nothing yet"
}
