import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

export type ItemState =
  | "queued"
  | "sending"
  | "accepted"
  | "verified"
  | "delivered"
  | "bounced"
  | "complained"
  | "deferred"
  | "rejected"
  | "unknown"
  | "held"
  | "suppressed"
  | "cancelled"

const looks: Record<ItemState, { word: string; shape: Shape; tone: Tone; means: string }> = {
  queued: { word: "Waiting", shape: "dashedRing", tone: "quiet", means: "not begun yet" },
  sending: { word: "Being sent", shape: "half", tone: "accent", means: "handed over just now" },
  accepted: { word: "Accepted", shape: "ring", tone: "accent", means: "the mail server took it" },
  verified: { word: "Verified", shape: "tick", tone: "done", means: "looked at afterwards, and it was so" },
  delivered: { word: "Delivered", shape: "tick", tone: "done", means: "reported as delivered" },
  bounced: { word: "Bounced", shape: "cross", tone: "error", means: "came back: it did not reach them" },
  complained: {
    word: "Complained",
    shape: "triangle",
    tone: "caution",
    means: "it arrived and was reported as spam",
  },
  deferred: { word: "Put off", shape: "dash", tone: "caution", means: "surely not taken; it is tried again" },
  rejected: { word: "Refused", shape: "cross", tone: "error", means: "the mail server did not take it" },
  unknown: {
    word: "Unknown",
    shape: "diamond",
    tone: "caution",
    means: "it may have been sent; never sent again blindly",
  },
  held: { word: "Held", shape: "square", tone: "caution", means: "kept back" },
  suppressed: { word: "Not to be sent", shape: "dash", tone: "quiet", means: "skipped by the plan" },
  cancelled: { word: "Cancelled", shape: "square", tone: "quiet", means: "not sent: the run was stopped" },
}

/** What a state is called, and what it means, in a few words. */
export const itemStateWords = Object.fromEntries(
  Object.entries(looks).map(([state, { word, means }]) => [state, { word, means }]),
) as Record<ItemState, { word: string; means: string }>

/** What became of one letter. */
export function ItemStateMark({ state }: { state: ItemState }) {
  const { word, shape, tone } = looks[state]
  return (
    <Mark shape={shape} tone={tone}>
      {word}
    </Mark>
  )
}
