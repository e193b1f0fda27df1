import { figure } from "../../core/figure.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { type Effect, effectsOf, isOfTarget } from "../logout/effects.ts"
import type { LogoutPlan } from "../logout/plan-shape.ts"
import type { KindReport, LogoutReport, SampleCounts } from "../logout/report-shape.ts"
import { lastSeen, listCanaries, type WatchedCanary } from "./canaries.ts"
import type { Conducted } from "./conducted.ts"
import { inspectSample } from "./sample.ts"

/** What was claimed and measured, from the ledgers of a run alone. */
export async function reportOf(conducted: Conducted): Promise<LogoutReport> {
  const { ctx, run, plan, logout } = conducted
  const { states } = await runCounts(ctx.db, run.id)
  const canaries = await listCanaries(conducted)
  const kinds = effectsOf(plan).map((effect) => kindReport(effect, canaries))
  const sample = await inspectSample(conducted)
  return {
    cutoff: (logout.cutoff ?? ctx.now()).toISOString(),
    counts: Object.fromEntries(Object.entries(states).filter(([, count]) => count > 0)),
    kinds,
    sample,
    epoch: plan.epoch.mode,
    gaps: [
      ...countGaps(states),
      ...wordGaps(plan),
      ...(await epochGaps(conducted)),
      ...kinds.flatMap(kindGaps),
      ...sampleGaps(sample),
    ],
  }
}

/** Cut-offs for many that a person let the run go on without. */
async function epochGaps({ ctx, run, plan, settings }: Conducted): Promise<string[]> {
  const { mode } = plan.epoch
  if (mode !== "global" && mode !== "cohorts") return []
  const set = await ctx.db.logoutEvent.findMany({
    where: { runId: run.id, what: "epoch", isGood: true },
    distinct: ["found"],
    select: { found: true },
  })
  if (mode === "global") return set.length > 0 ? [] : ["The cut-off for everybody was not set"]
  const missing = settings.waves - set.length
  return missing > 0
    ? [`The cut-offs of ${figure(missing)} of ${figure(settings.waves)} cohorts were not set`]
    : []
}

function kindReport(effect: Effect, canaries: readonly WatchedCanary[]): KindReport {
  const ofTarget = canaries.filter((one) => isOfTarget(effect, one))
  const old = ofTarget.filter(({ role }) => role !== "fresh")
  const alive = old.filter((one) => lastSeen(one, "before")?.verdict === "alive")
  const last = alive.map((one) => one.probes.findLast(({ point }) => point !== "before"))
  const fresh = ofTarget.filter(({ role }) => role === "fresh").at(-1)
  const seenFresh = fresh && lastSeen(fresh, "after")
  return {
    kind: effect.kind,
    relyingParty: old[0]?.relyingParty ?? effect.relyingParty,
    effect: effect.effect,
    promisedS: effect.windowS,
    before: old.length === 0 ? null : alive.length > 0,
    dead:
      alive.length === 0 || last.some((one) => one === undefined || one.verdict === "error")
        ? null
        : last.every((one) => one?.verdict === "dead"),
    fresh: seenFresh == null || seenFresh.verdict === "error" ? null : seenFresh.verdict === "alive",
    deadAfterS: measuredS(alive),
  }
}

/** The longest that one of these was not seen dead after its account was logged out; null where one was never seen so. */
function measuredS(canaries: readonly WatchedCanary[]): number | null {
  const lived = canaries.map(({ endedAt, probes }) => {
    const dead = probes.find(({ point, verdict }) => point !== "before" && verdict === "dead")
    return dead && endedAt ? (dead.at.getTime() - endedAt.getTime()) / 1_000 : null
  })
  return lived.length === 0 || lived.includes(null) ? null : Math.max(0, ...lived.map(Number))
}

function countGaps(states: { unknown: number; rejected: number; held: number }): string[] {
  return [
    ...(states.unknown > 0
      ? [`Of ${figure(states.unknown)} subjects nobody knows whether they were logged out`]
      : []),
    ...(states.rejected > 0 ? [`${figure(states.rejected)} subjects could not be logged out`] : []),
    ...(states.held > 0 ? [`${figure(states.held)} subjects were kept back`] : []),
  ]
}

/** What rests on somebody's word: of a system that is handed lists nothing can be seen but canary accounts of ours. */
function wordGaps({ authority: { kind, name }, canaryKinds }: LogoutPlan): string[] {
  if (kind !== "external") return []
  return canaryKinds.length === 0
    ? [`Nothing was proved: that subjects were logged out is the word of ${name} alone`]
    : [`That subjects were logged out is the word of ${name}: canary accounts alone were looked at`]
}

function kindGaps({
  kind: name,
  relyingParty,
  effect,
  before,
  dead,
  fresh,
  promisedS,
}: KindReport): string[] {
  const kind = relyingParty === null ? name : `${name} at ${relyingParty}`
  const gaps: string[] = []
  if (effect === "none") gaps.push(`Tokens of kind ${kind} are not ended by this authority`)
  if (effect === "until_expiry" && promisedS === null)
    gaps.push(`Nobody knows how long tokens of kind ${kind} live on`)
  if (before === null) gaps.push(`No canary of kind ${kind}: nothing is proved of it`)
  else if (!before) gaps.push(`The canary of kind ${kind} was dead before: its test is void`)
  else if (dead === null) gaps.push(`Nobody could say whether old tokens of kind ${kind} are dead`)
  else if (!dead && effect !== "none") gaps.push(`Old tokens of kind ${kind} live on`)
  if (before !== null && fresh === null)
    gaps.push(`Nobody could say whether fresh tokens of kind ${kind} are taken`)
  if (fresh === false) gaps.push(`Fresh tokens of kind ${kind} are not taken`)
  return gaps
}

function sampleGaps({ needed, inspected, survivors }: SampleCounts): string[] {
  return [
    ...(inspected < needed
      ? [`${figure(inspected)} subjects were inspected, ${figure(needed)} are needed`]
      : []),
    ...(survivors > 0
      ? [
          `${figure(survivors)} of ${figure(inspected)} inspected subjects have something left that should be dead`,
        ]
      : []),
  ]
}
