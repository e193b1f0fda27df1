import type { Capability } from "../../core/session-authority.ts"
import type { LogoutPlan } from "./plan-shape.ts"

/** What a logout does to one kind of token, with the cut-off that it sets besides. */
export type Effect = Pick<Capability, "kind" | "effect" | "windowS">

/** What a plan does to each kind of token: what apps refuse by a cut-off is dead at once where the plan sets one. */
export function effectsOf({ capabilities, epoch }: Pick<LogoutPlan, "capabilities" | "epoch">): Effect[] {
  return capabilities.map(({ kind, effect, windowS, diesByEpoch }) =>
    diesByEpoch && epoch.mode !== "none"
      ? { kind, effect: "immediate", windowS: 0 }
      : { kind, effect, windowS },
  )
}

/** How long the last token of those that expire by themselves lives on, in seconds; null where nobody knows. */
export function longestWindowS(effects: readonly Effect[]): number | null {
  const windows = effects.filter(({ effect }) => effect === "until_expiry").map(({ windowS }) => windowS)
  return windows.includes(null) ? null : Math.max(0, ...windows.map(Number))
}
