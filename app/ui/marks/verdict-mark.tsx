import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

const looks: Record<"clean" | "misbound" | "cannot_tell", { word: string; shape: Shape; tone: Tone }> = {
  clean: { word: "Clean", shape: "tick", tone: "done" },
  misbound: { word: "Still misbound", shape: "triangle", tone: "error" },
  cannot_tell: { word: "Cannot tell", shape: "half", tone: "caution" },
}

/** What a reading of the log after an action comes to. */
export function VerdictMark({ verdict }: { verdict: keyof typeof looks }) {
  const { word, shape, tone } = looks[verdict]
  return (
    <Mark shape={shape} tone={tone} isBoxed isStrong>
      {word}
    </Mark>
  )
}
