import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

/** Where a logout stands (lib/containment/logout/rules.ts). */
export type LogoutStanding =
  | "planning"
  | "failed"
  | "dry_run"
  | "awaiting_approval"
  | "armed"
  | "expired"
  | "paused"
  | "containing"
  | "canary_wave"
  | "gate"
  | "wave"
  | "verifying"
  | "settling"
  | "closed"
  | "closed_with_gaps"
  | "aborted"

const looks: Record<LogoutStanding, { word: string; shape: Shape; tone: Tone }> = {
  planning: { word: "Being planned", shape: "dashedRing", tone: "quiet" },
  failed: { word: "Not planned", shape: "cross", tone: "error" },
  dry_run: { word: "Dry run", shape: "ring", tone: "accent" },
  awaiting_approval: { word: "Waits for approval", shape: "dashedRing", tone: "caution" },
  armed: { word: "Approved, not begun", shape: "target", tone: "caution" },
  expired: { word: "Approval expired", shape: "dash", tone: "caution" },
  paused: { word: "Paused", shape: "square", tone: "caution" },
  containing: { word: "Containing", shape: "half", tone: "accent" },
  canary_wave: { word: "Canary wave", shape: "half", tone: "accent" },
  gate: { word: "At the gate", shape: "half", tone: "accent" },
  wave: { word: "Wave under way", shape: "half", tone: "accent" },
  verifying: { word: "Verifying", shape: "half", tone: "accent" },
  settling: { word: "Settling", shape: "half", tone: "accent" },
  closed: { word: "Closed, proved", shape: "tick", tone: "done" },
  closed_with_gaps: { word: "Closed with gaps", shape: "triangle", tone: "caution" },
  aborted: { word: "Aborted", shape: "cross", tone: "quiet" },
}

/** Where a logout stands, as a word and a shape. */
export function LogoutStandingMark({ standing }: { standing: LogoutStanding }) {
  const { word, shape, tone } = looks[standing]
  return (
    <Mark shape={shape} tone={tone} isBoxed>
      {word}
    </Mark>
  )
}

/** How it stands with a step of a line of them. */
export type StepState = "done" | "now" | "paused" | "to_come" | "left"

const steps: Record<StepState, { word: string; shape: Shape; tone: Tone }> = {
  done: { word: "done", shape: "tick", tone: "done" },
  now: { word: "now", shape: "half", tone: "accent" },
  paused: { word: "paused here", shape: "square", tone: "caution" },
  to_come: { word: "to come", shape: "dashedRing", tone: "quiet" },
  left: { word: "left here", shape: "cross", tone: "error" },
}

/** A step, with how it stands with it. */
export function StepMark({ state }: { state: StepState }) {
  const { word, shape, tone } = steps[state]
  return (
    <Mark shape={shape} tone={tone}>
      {word}
    </Mark>
  )
}

/** Whether what was found is as it should be. */
export function FoundMark({ isGood }: { isGood: boolean }) {
  return isGood ? (
    <Mark shape="tick" tone="done">
      good
    </Mark>
  ) : (
    <Mark shape="triangle" tone="error">
      not good
    </Mark>
  )
}

/** What was seen of a token that is watched: as it should be, not so, not to be said, or not looked at yet. */
export type SeenName = "yes" | "no" | "error" | "not_yet"

interface SeenMarkProps {
  seen: SeenName
  /** What it is when it is as it should be, and when it is not: "dead", "still alive". */
  words: { yes: string; no: string }
  /** That it is not so is as promised. */
  isPromised?: boolean | undefined
}

export function SeenMark({ seen, words, isPromised }: SeenMarkProps) {
  if (seen === "yes")
    return (
      <Mark shape="tick" tone="done">
        {words.yes}
      </Mark>
    )
  if (seen === "no")
    return (
      <Mark shape={isPromised ? "half" : "triangle"} tone={isPromised ? "caution" : "error"}>
        {words.no}
      </Mark>
    )
  return (
    <Mark shape={seen === "error" ? "diamond" : "dashedRing"} tone={seen === "error" ? "caution" : "quiet"}>
      {seen === "error" ? "nobody could say" : "not looked at yet"}
    </Mark>
  )
}

/** Subjects by where they stand in the ledger of a logout. */
export type SubjectState = "pending" | "sent" | "accepted" | "verified" | "failed" | "unknown" | "out"

const subjects: Record<SubjectState, { word: string; shape: Shape; tone: Tone; means: string }> = {
  pending: {
    word: "Pending",
    shape: "dashedRing",
    tone: "quiet",
    means: "not begun, or put off and tried again",
  },
  sent: { word: "Sent", shape: "half", tone: "accent", means: "the authority is being asked just now" },
  accepted: {
    word: "Accepted",
    shape: "ring",
    tone: "accent",
    means: "the authority says that they are ended",
  },
  verified: {
    word: "Verified",
    shape: "tick",
    tone: "done",
    means: "inspected afterwards: nothing was left",
  },
  failed: {
    word: "Failed",
    shape: "cross",
    tone: "error",
    means: "the authority refused: they are not ended",
  },
  unknown: {
    word: "Unknown",
    shape: "diamond",
    tone: "caution",
    means: "asked, and nobody knows whether it was done",
  },
  out: {
    word: "Left out",
    shape: "dash",
    tone: "quiet",
    means: "exempt, a service, or the run ended before them",
  },
}

export const subjectStates = Object.keys(subjects) as SubjectState[]

/** What a state of a subject is called, and what it means. */
export const subjectStateWords: Readonly<Record<SubjectState, { word: string; means: string }>> = subjects

export function SubjectStateMark({ state }: { state: SubjectState }) {
  const { word, shape, tone } = subjects[state]
  return (
    <Mark shape={shape} tone={tone}>
      {word}
    </Mark>
  )
}
