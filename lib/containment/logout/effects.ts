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

/** What is done to a token of a kind that an app takes. */
export function effectOn(planned: Planned, token: { kind: string; relyingParty: string }): Effect | null {
  return effectAmong(effectsOf(planned), token)
}

/** The same among effects: what is said of an app of its own goes before what holds for all. */
export function effectAmong(
  effects: readonly Effect[],
  token: { kind: string; relyingParty: string },
): Effect | null {
  const some = effects.filter((effect) => isOfTarget(effect, token))
  return some.find(({ relyingParty }) => relyingParty !== null) ?? some[0] ?? null
}

/** How long the last of those that die lives on, in seconds; null where nobody knows. */
export function longestWindowS(effects: readonly Effect[]): number | null {
  return dying(effects).some(({ windowS }) => windowS === null) ? null : longestKnownS(effects)
}

/** The same of those of which it is known, in seconds. */
export function longestKnownS(effects: readonly Effect[]): number {
  return Math.max(0, ...dying(effects).map(({ windowS }) => windowS ?? 0))
}

function dying(effects: readonly Effect[]): Effect[] {
  return effects.filter(({ effect }) => effect !== "none")
}

/** The kinds of which something may be left when a subject was ended, as the authority says: cut-offs leave its lists as they are. */
export function lingeringKinds({ capabilities }: Pick<LogoutPlan, "capabilities">): ReadonlySet<string> {
  return new Set(capabilities.filter(({ effect }) => effect !== "immediate").map(({ kind }) => kind))
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
