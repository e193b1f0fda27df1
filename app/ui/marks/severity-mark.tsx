import type { severities } from "../../../lib/incidents/schemas.ts"
import { Mark, type Tone } from "./mark.tsx"
import type { Shape } from "./shapes.tsx"

export type Severity = (typeof severities)[number]

const looks: Record<Severity, { word: string; shape: Shape; tone: Tone }> = {
  critical: { word: "Critical", shape: "octagon", tone: "error" },
  high: { word: "High", shape: "triangle", tone: "tapped" },
  moderate: { word: "Moderate", shape: "diamond", tone: "shown" },
  low: { word: "Low", shape: "ring", tone: "quiet" },
}

/** How grave an incident was declared to be. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const { word, shape, tone } = looks[severity]
  return (
    <Mark shape={shape} tone={tone} isBoxed>
      {word}
    </Mark>
  )
}
