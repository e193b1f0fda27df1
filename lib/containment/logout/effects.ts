import type { Capability, TokenKind } from "../../core/session-authority.ts"
import type { LogoutPlan } from "./plan-shape.ts"

/** What a logout does to one kind of token at one app, or at all, with the cut-off that it sets besides. */
export interface Effect extends Pick<Capability, "kind" | "effect" | "windowS"> {
  /** null: at all apps that take this kind. */
  relyingParty: string | null
}

type Planned = Pick<LogoutPlan, "capabilities" | "epoch">

/** What a plan does to each kind of token: what apps refuse by a cut-off is dead at once where the plan sets one. */
export function effectsOf({ capabilities, epoch }: Planned): Effect[] {
  return capabilities.map(({ kind, effect, windowS, diesByEpoch, relyingParty = null }) =>
    diesByEpoch && epoch.mode !== "none"
      ? { kind, relyingParty, effect: "immediate", windowS: 0 }
      : { kind, relyingParty, effect, windowS },
  )
}

/** What is done to a token of a kind that an app takes; an app of its own goes before what holds for all. */
export function effectOn(
  planned: Planned,
  { kind, relyingParty }: { kind: string; relyingParty: string },
): Effect | null {
  const ofKind = effectsOf(planned).filter((effect) => effect.kind === kind)
  return (
    ofKind.find((effect) => effect.relyingParty === relyingParty) ??
    ofKind.find((effect) => effect.relyingParty === null) ??
    null
  )
}

/** How long the last of those that die lives on, in seconds; null where nobody knows. */
export function longestWindowS(effects: readonly Effect[]): number | null {
  const windows = effects.filter(({ effect }) => effect !== "none").map(({ windowS }) => windowS)
  return windows.includes(null) ? null : Math.max(0, ...windows.map(Number))
}

/** Of which tokens canaries are minted: a kind at an app. */
export interface CanaryTarget {
  kind: TokenKind
  relyingParty: string | null
}

/** A canary of each kind at each app of which one can be made. */
export function canaryTargets({
  capabilities,
  canaryKinds,
}: Pick<LogoutPlan, "capabilities" | "canaryKinds">): CanaryTarget[] {
  return capabilities
    .filter(({ kind }) => canaryKinds.includes(kind))
    .map(({ kind, relyingParty = null }) => ({ kind, relyingParty }))
}

/** Whether a canary is one of a target. */
export function isOfTarget(
  { kind, relyingParty }: CanaryTarget,
  canary: { kind: string; relyingParty: string },
): boolean {
  return canary.kind === kind && (relyingParty === null || canary.relyingParty === relyingParty)
}
