import { Prisma } from "../../../prisma/generated/client.ts"
import { figure } from "../../core/figure.ts"
import type { StateCounts } from "../../runs/rules.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { effectsOf } from "../logout/effects.ts"
import { type KindProof, kindProofs } from "../logout/kind-proofs.ts"
import type { LogoutPlan } from "../logout/plan-shape.ts"
import { durationOf } from "../logout/plan-words.ts"
import type { LogoutReport } from "../logout/report-shape.ts"
import { type SampleCounts, sampleCounts } from "../logout/sample-counts.ts"
import { listCanaries } from "./canaries.ts"
import type { Conducted } from "./conducted.ts"

/** What a measured window may be longer than a promised one: apps hear of an end late, and canaries are not looked at all the time. */
const AT_ONCE_S = 15
const LATE_S = 30

/** What was claimed and measured, from the ledgers of a run alone. */
export async function reportOf(conducted: Conducted): Promise<LogoutReport> {
  const { ctx, run, plan, logout } = conducted
  const { states } = await runCounts(ctx.db, run.id)
  const kinds = kindProofs(effectsOf(plan), await listCanaries(conducted))
  const sample = await sampleCounts(ctx.db, run.id, states.accepted + states.verified)
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
      ...(await acceptedGaps(conducted)),
      ...kinds.flatMap(kindGaps),
      ...sampleGaps(sample),
    ],
  }
}

/** What a person has seen and let it go on with. */
async function acceptedGaps({ ctx, run }: Conducted): Promise<string[]> {
  const steps = await ctx.db.logoutEvent.findMany({
    where: { runId: run.id, details: { path: ["accepted"], not: Prisma.AnyNull } },
    orderBy: { id: "asc" },
    select: { found: true, details: true },
  })
  const latest = new Map(
    steps.map(({ found, details }) => [(details as { accepted: string }).accepted, found]),
  )
  return [...latest.values()]
}

/** Cut-offs for many that a person let the run go on without. */
async function epochGaps({ ctx, run, plan, settings }: Conducted): Promise<string[]> {
  const { mode } = plan.epoch
  if (mode !== "global" && mode !== "cohorts") return []
  const steps = await ctx.db.logoutEvent.findMany({
    where: { runId: run.id, what: "epoch", isGood: true },
    select: { details: true },
  })
  const set = new Set(steps.map(({ details }) => (details as { whom?: string }).whom))
  if (mode === "global") return set.size > 0 ? [] : ["The cut-off for everybody was not set"]
  const missing = settings.waves - set.size
  return missing > 0
    ? [`The cut-offs of ${figure(missing)} of ${figure(settings.waves)} cohorts were not set`]
    : []
}

function countGaps(states: StateCounts): string[] {
  const open = states.queued + states.sending + states.deferred + states.cancelled
  return [
    ...(open > 0 ? [`${figure(open)} subjects were not logged out: they were put off until the end`] : []),
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
  measuredS,
}: KindProof): string[] {
  const kind = relyingParty === null ? name : `${name} at ${relyingParty}`
  const gaps: string[] = []
  const lateS = effect === "immediate" ? AT_ONCE_S : LATE_S
  if (effect === "none") gaps.push(`Tokens of kind ${kind} are not ended by this authority`)
  if (effect === "until_expiry" && promisedS === null)
    gaps.push(`Nobody knows how long tokens of kind ${kind} live on`)
  if (before === "not_yet") return [...gaps, `No canary of kind ${kind}: nothing is proved of it`]
  if (before === "no") gaps.push(`The canary of kind ${kind} was dead before: its test is void`)
  else if (before === "error")
    gaps.push(`Nobody could say whether the canary of kind ${kind} was alive before: its test is void`)
  else if (dead === "no" && effect !== "none") gaps.push(`Old tokens of kind ${kind} live on`)
  else if (dead === "error" || dead === "not_yet")
    gaps.push(`Nobody could say whether old tokens of kind ${kind} are dead`)
  else if (dead === "yes" && promisedS !== null && measuredS !== null && measuredS > promisedS + lateS)
    gaps.push(
      `Old tokens of kind ${kind} lived on for up to ${durationOf(measuredS)}, where ${promisedS === 0 ? "an end at once" : durationOf(promisedS)} was promised`,
    )
  if (fresh === "no") gaps.push(`Fresh tokens of kind ${kind} are not taken`)
  else if (fresh !== "yes") gaps.push(`Nobody could say whether fresh tokens of kind ${kind} are taken`)
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
