import type { ApprovalState } from "../../../lib/access/approvals/rules.ts"
import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

const looks: Record<ApprovalState, { word: string; shape: Shape; tone: Tone }> = {
  waiting: { word: "Waiting", shape: "dashedRing", tone: "accent" },
  approved: { word: "Approved", shape: "half", tone: "accent" },
  refused: { word: "Refused", shape: "cross", tone: "error" },
  withdrawn: { word: "Withdrawn", shape: "square", tone: "quiet" },
  void: { word: "Void", shape: "diamond", tone: "caution" },
  expired: { word: "Expired", shape: "dash", tone: "quiet" },
  performed: { word: "Done", shape: "tick", tone: "done" },
}

/** What became of a request for approval. */
export function ApprovalStateMark({ state }: { state: ApprovalState }) {
  const { word, shape, tone } = looks[state]
  return (
    <Mark shape={shape} tone={tone} isBoxed>
      {word}
    </Mark>
  )
}

/** Something was done without a second person. */
export function EmergencyMark({ isReviewed }: { isReviewed: boolean }) {
  return (
    <Mark shape="octagon" tone={isReviewed ? "quiet" : "error"} isBoxed>
      {isReviewed ? "Emergency, reviewed" : "Emergency, not reviewed"}
    </Mark>
  )
}
