import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

export type PlannedRunState =
  | "planning"
  | "planned"
  | "running"
  | "paused"
  | "stopped"
  | "finished"
  | "failed"

const looks: Record<PlannedRunState, { word: string; shape: Shape; tone: Tone }> = {
  planning: { word: "Being planned", shape: "dashedRing", tone: "quiet" },
  planned: { word: "Planned", shape: "ring", tone: "accent" },
  running: { word: "Running", shape: "half", tone: "accent" },
  paused: { word: "Paused", shape: "square", tone: "caution" },
  stopped: { word: "Stopped", shape: "square", tone: "quiet" },
  finished: { word: "Finished", shape: "tick", tone: "done" },
  failed: { word: "Not planned", shape: "cross", tone: "error" },
}

/** How far a long run over a frozen list has come. */
export function PlannedRunMark({ state }: { state: PlannedRunState }) {
  const { word, shape, tone } = looks[state]
  return (
    <Mark shape={shape} tone={tone} isBoxed>
      {word}
    </Mark>
  )
}
