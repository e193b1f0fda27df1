import type { LogoutPhase } from "../../../../../../../lib/containment/logout/rules.ts"
import type { LogoutView } from "../../../../../../server/logout-view.ts"
import type { StepState } from "../../../../../../ui/marks/logout-marks.tsx"

export interface PhaseStep {
  name: string
  state: StepState
  /** What is done in it, or how far it is. */
  words: string
}

const order = ["containing", "canary_wave", "gate", "wave", "verifying", "settling", "closed"] as const

/** The way of a logout as a line of steps, with where it stands. Gate and wave take turns until all waves are over. */
export function phaseSteps(
  { phase, leftIn, wave, standing }: Pick<LogoutView, "phase" | "leftIn" | "wave" | "standing">,
  waves: number,
): PhaseStep[] {
  const at = placeOf(leftIn ?? phase ?? "containing")
  const here: StepState = leftIn ? "left" : standing === "paused" ? "paused" : "now"
  const stateAt = (place: number): StepState =>
    place < at ? "done" : place > at ? "to_come" : at === order.length - 1 ? "done" : here
  const isAtGate = at === 2
  return [
    { name: "Containing", state: stateAt(0), words: "switches, canaries, cut-off" },
    { name: "Canary wave", state: stateAt(1), words: "a few go first" },
    { name: "Gate", state: stateAt(2), words: gateWords(at, wave, waves) },
    {
      name: waves === 1 ? "Wave" : "Waves",
      // At the gate after the last one nothing of it is to come any more.
      state: isAtGate && wave >= waves ? "done" : stateAt(3),
      words:
        at === 3 ? `wave ${wave} of ${waves}` : `${Math.min(at > 3 ? waves : wave, waves)} of ${waves} done`,
    },
    { name: "Verifying", state: stateAt(4), words: "canaries and a sample" },
    { name: "Settling", state: stateAt(5), words: "until the last window is over" },
    {
      name: phase === "closed_with_gaps" ? "Closed with gaps" : "Closed",
      state: stateAt(6),
      words: closedWords(phase),
    },
  ]
}

function closedWords(phase: LogoutView["phase"]): string {
  if (phase === "closed") return "all is proved"
  return phase === "closed_with_gaps" ? "not all is proved" : "when all is proved"
}

function gateWords(at: number, wave: number, waves: number): string {
  if (at !== 2) return "a look between two waves"
  return wave >= waves ? "after the last wave" : `before wave ${wave + 1} of ${waves}`
}

function placeOf(phase: LogoutPhase): number {
  return order.indexOf(phase === "closed_with_gaps" || phase === "aborted" ? "closed" : phase)
}
