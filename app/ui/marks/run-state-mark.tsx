import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

export type RunState = "queued" | "running" | "stopping" | "done" | "failed" | "stopped"

const looks: Record<RunState, { word: string; shape: Shape; tone: Tone }> = {
  queued: { word: "Queued", shape: "dashedRing", tone: "quiet" },
  running: { word: "Running", shape: "half", tone: "accent" },
  stopping: { word: "Stopping", shape: "square", tone: "caution" },
  done: { word: "Done", shape: "tick", tone: "done" },
  failed: { word: "Failed", shape: "cross", tone: "error" },
  stopped: { word: "Stopped", shape: "square", tone: "quiet" },
}

export function RunStateMark({ state }: { state: RunState }) {
  const { word, shape, tone } = looks[state]
  return (
    <Mark shape={shape} tone={tone} isBoxed>
      {word}
    </Mark>
  )
}
