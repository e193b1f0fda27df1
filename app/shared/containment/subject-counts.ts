import { figure } from "../../../lib/core/figure.ts"
import type { ShareTone } from "../../ui/figures/share-bar.tsx"
import { type SubjectState, subjectStates, subjectStateWords } from "../../ui/marks/logout-marks.tsx"

const tones: Record<SubjectState, ShareTone> = {
  verified: "done",
  accepted: "accent",
  sent: "accent",
  failed: "error",
  unknown: "caution",
  pending: "quiet",
  out: "quiet",
}

/** In the order in which a bar has them: what is proved first, who is left out last; what is pending is its ground. */
const order: readonly SubjectState[] = ["verified", "accepted", "sent", "unknown", "failed", "out"]

/** The parts of a bar of subjects. */
export function subjectParts(counts: Readonly<Record<SubjectState, number>>) {
  const shown = order.map((state) => ({
    word: subjectStateWords[state].word,
    count: counts[state],
    tone: tones[state],
  }))
  return [...shown, { word: "Pending", count: counts.pending, tone: "ground" as const }]
}

/** "25 verified, 75 pending": states that nobody is in are left out. */
export function countedSubjects(counts: Readonly<Record<SubjectState, number>>): string {
  const some = subjectStates.filter((state) => counts[state] > 0)
  if (some.length === 0) return "nobody"
  return some
    .map((state) => `${figure(counts[state])} ${subjectStateWords[state].word.toLowerCase()}`)
    .join(", ")
}
