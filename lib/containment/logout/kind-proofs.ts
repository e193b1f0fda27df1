import type { TokenKind } from "../../core/session-authority.ts"
import { type Effect, effectAmong } from "./effects.ts"
import type { SeenCanary } from "./seen-canary.ts"

/** What was seen of canaries: an error is never a yes or a no, and what was not looked at yet is neither. */
export type Seen = "yes" | "no" | "error" | "not_yet"

/** What is proved so far of one kind of token at one app. */
export interface KindProof {
  kind: TokenKind
  /** null where no canary of this kind was made. */
  relyingParty: string | null
  effect: Effect["effect"]
  /** How long one may live on, as promised: null where nobody knows. */
  promisedS: number | null
  before: Seen
  dead: Seen
  fresh: Seen
  /** How many old canaries were alive before, and how many of these are dead. */
  alive: number
  died: number
  /** The longest from the end of a canary's account until it was first seen dead, in seconds; null until all were. */
  measuredS: number | null
}

type Canaries = readonly Pick<
  SeenCanary,
  "kind" | "relyingParty" | "role" | "mintedAt" | "endedAt" | "probes"
>[]

/** What is proved so far of each kind of token that a plan is about, at each app that takes it. */
export function kindProofs(effects: readonly Effect[], canaries: Canaries): KindProof[] {
  return effects.flatMap((effect) => {
    const own = canaries.filter((one) => effectAmong(effects, one) === effect)
    const apps = [...new Set(own.map(({ relyingParty }) => relyingParty))]
    if (apps.length === 0) return [proofOf(effect, effect.relyingParty, [])]
    return apps.map((app) =>
      proofOf(
        effect,
        app,
        own.filter(({ relyingParty }) => relyingParty === app),
      ),
    )
  })
}

function proofOf(
  { kind, effect, windowS }: Effect,
  relyingParty: string | null,
  canaries: Canaries,
): KindProof {
  const old = canaries.filter(({ role }) => role !== "fresh")
  const alive = old.filter((one) => last(one, "before") === "alive")
  const lasts = alive.map(lastAfter)
  const lived = alive.flatMap(({ endedAt, probes }) => {
    const dead = probes.find(({ point, verdict }) => point !== "before" && verdict === "dead")
    return dead && endedAt ? [(dead.at.getTime() - endedAt.getTime()) / 1_000] : []
  })
  const endedAt = Math.max(0, ...old.map((one) => one.endedAt?.getTime() ?? 0))
  // What was made before the last of them was ended says nothing of who comes back after that.
  const fresh = canaries.findLast(({ role, mintedAt }) => role === "fresh" && mintedAt.getTime() >= endedAt)
  const dead = deadOf(lasts)
  return {
    kind,
    relyingParty,
    effect,
    promisedS: windowS,
    before:
      alive.length > 0 ? "yes" : seenOf(old.length === 0 ? undefined : last(old.at(-1), "before"), "alive"),
    dead,
    fresh: seenOf(last(fresh, "after"), "alive"),
    alive: alive.length,
    died: lasts.filter((verdict) => verdict === "dead").length,
    measuredS: dead !== "yes" || lived.length === 0 ? null : Math.max(0, ...lived),
  }
}

/** One that lives on outweighs all; then one that could not be asked about; then one whose turn has not come. */
function deadOf(lasts: readonly (string | undefined)[]): Seen {
  if (lasts.includes("alive")) return "no"
  if (lasts.includes("error")) return "error"
  return lasts.length === 0 || lasts.includes(undefined) ? "not_yet" : "yes"
}

function last(canary: Canaries[number] | undefined, at: string): string | undefined {
  return canary?.probes.findLast(({ point }) => point === at)?.verdict
}

function lastAfter(canary: Canaries[number]): string | undefined {
  return canary.probes.findLast(({ point }) => point !== "before")?.verdict
}

function seenOf(verdict: string | undefined, wanted: string): Seen {
  if (verdict === undefined) return "not_yet"
  if (verdict === "error") return "error"
  return verdict === wanted ? "yes" : "no"
}
