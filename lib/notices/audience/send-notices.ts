import { z } from "zod"
import type { PlannedRun, PlannedRunState, Prisma } from "../../../prisma/generated/client.ts"
import type { PlannedAct } from "../../access/approvals/planned-act.ts"
import { demand } from "../../access/rules.ts"
import { digestOf } from "../../core/canonical-json.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError, invariant } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { namesOf } from "../../exposure/revisions/list-revisions.ts"
import type { Pace } from "../../runs/pace.ts"
import { judgeRun } from "../../runs/rules.ts"
import { startRun } from "../../runs/start-run.ts"
import { findArming } from "../delivery/find-arming.ts"
import { delayFinding } from "./delay-gate.ts"
import { type NoticeRun, noticeRunOf } from "./list-planned-runs.ts"
import { overrideSentence } from "./override-words.ts"
import type { NoticePlan } from "./plan-shape.ts"
import { standingHolds } from "./plan-sources.ts"
import { planWords, type WayOut } from "./plan-words.ts"
import { conclusionOf, lettersDigest, surroundingsOf, writtenDigest } from "./sending-facts.ts"
import { tokensResetFinding } from "./tokens-reset-gate.ts"
import { unaffectedFinding } from "./unaffected-gate.ts"

const inputSchema = z.object({
  incidentId: z.uuid("This is no incident"),
  runId: z.uuid("This is no run of letters"),
})
export type SendInput = z.output<typeof inputSchema>

/**
 * Sends the letters of a planned run, after a while in which it can still be stopped. Refuses runs whose letters are not
 * made from the copy as it is now, that have nobody to write to, whose list counts on letters of a run that was stopped
 * since, where people are told that they are not affected, while that cannot be said, and where they are told that no
 * authority asked to delay it, while one did.
 */
export const sendNotices: PlannedAct<SendInput> = {
  act: "notice.send",
  label: "Send letters",
  parse: (input) => parseInput(inputSchema, input),
  incidentOf: ({ incidentId }) => incidentId,
  plan,
  async perform(tx, { now, approvalId }, { runId }) {
    const run = await holdRunAndIncident(tx, runId)
    const { settings, plan: planned } = noticeRunOf(run)
    invariant(planned, "a run that is sent is planned")
    const held = laterHold(planned, await standingHolds(tx, run.incidentId))
    if (held) throw new AppError("precondition", held)
    const startsAt = new Date(now.getTime() + settings.holdS * 1_000)
    await startRun(tx, runId, approvalId, startsAt)
    // Only now: no other run of the incident is under way, so none can be stopped beside this.
    const told = changedTelling(planned, (await surroundingsOf(tx, run)).runs)
    if (told) throw new AppError("precondition", told)
    return {
      run: run.number,
      runId,
      revision: planned.revision,
      letters: planned.letters,
      listDigest: run.listDigest,
      startsAt: startsAt.toISOString(),
    }
  },
}

/**
 * Whoever places a hold locks the same, in the same order: either it is placed before and refuses the run, or it finds the
 * run under way and pauses it.
 */
async function holdRunAndIncident(tx: Tx, runId: string): Promise<PlannedRun> {
  await tx.$executeRaw`SELECT 1 FROM planned_run WHERE id = ${runId}::uuid FOR UPDATE`
  const run = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
  await tx.$executeRaw`SELECT 1 FROM incident WHERE id = ${run.incidentId}::uuid FOR SHARE`
  return run
}

async function plan(ctx: Context, { incidentId, runId }: SendInput) {
  const { run, planned } = await getReadyRun(ctx.db, runId)
  if (run.incidentId !== incidentId) throw new AppError("not_found", "There is no such run of letters")
  const kept = await lettersDigest(ctx.db, runId)
  if (kept === null || planned.writtenDigest === undefined)
    throw new AppError("precondition", "The letters of this run are not made yet")
  const written = await writtenDigest(ctx.db, run.incidentId)
  if (written !== planned.writtenDigest)
    throw new AppError(
      "precondition",
      "What the letters say was changed after they were made for this run. Ask for their approval anew",
    )
  const surroundings = await surroundingsOf(ctx.db, run)
  const stale = staleness(planned, surroundings)
  if (stale) throw new AppError("precondition", stale)
  const conclusion = await conclusionOf(ctx.db, run)
  const overrides = await ctx.db.noticeOverride.findMany({ where: { runId }, orderBy: { finding: "asc" } })
  const gates = [
    unaffectedFinding(planned.parts, conclusion) ?? [],
    (await delayFinding(ctx.db, run.incidentId, planned.variants)) ?? [],
    (await tokensResetFinding(ctx.db, run.incidentId)) ?? [],
  ].flat()
  const [open] = gates.filter(({ key }) => !overrides.some(({ finding }) => finding === key))
  if (open) throw new AppError("precondition", open.text)
  const names = await namesOf(
    ctx,
    overrides.map(({ givenBy }) => givenBy),
  )
  const passed = overrides.map((one) =>
    overrideSentence(one, names.get(one.givenBy) ?? "somebody who has left", gates),
  )
  const way = await wayOut(ctx, run)
  const newer =
    surroundings.latest && surroundings.latest.number > planned.revision ? surroundings.latest : null
  const sentences = planWords(run, planned, way, passed)
  if (newer)
    sentences.push(
      `Revision ${newer.number} is newer than the list: letters of people who stand elsewhere by it are held back.`,
    )
  const { parts: _, ...settings } = run.settings
  const facts = {
    listDigest: run.listDigest,
    lettersDigest: kept,
    writtenDigest: written,
    settings: { ...settings, pace: allowedPace(run) },
    parts: planned.parts.map(({ part, letters, why }) => ({ part, letters, why })),
    way,
    dkim: dkimOf(ctx),
    resultDigest: planned.resultDigest,
    latest: surroundings.latest,
    conclusion,
    overrides: digestOf(overrides.map(({ finding, reason }) => ({ finding, reason }))),
    otherRuns: surroundings.runs.map(({ id, state }) => ({ id, state })),
    holds: digestOf(surroundings.holds.map(({ id, place }) => ({ id, place }))),
  }
  return { sentences, revision: planned.revision, facts: facts as unknown as Prisma.InputJsonObject }
}

/** A run that is planned and has somebody to write to. */
export async function getReadyRun(
  db: Pick<Context["db"], "plannedRun">,
  runId: string,
): Promise<{ run: NoticeRun; planned: NoticePlan }> {
  const row = await db.plannedRun.findFirst({ where: { id: runId, kind: "notices" } })
  if (!row) throw new AppError("not_found", "There is no such run of letters")
  const decision = judgeRun(row).send
  if (!decision.allowed) throw new AppError("precondition", decision.reason)
  const run = noticeRunOf(row)
  invariant(run.plan, "a planned run has its plan")
  if (run.plan.letters === 0) throw new AppError("precondition", "Nobody gets a letter by this plan")
  return { run, planned: run.plan }
}

/** What was asked for, also where it was made slower since: what is slower need not be approved again. */
function allowedPace({ settings, pace }: NoticeRun): Pace {
  const isSlower = pace.perSecond <= settings.pace.perSecond
  const isElseSame = digestOf({ ...pace, perSecond: 0 }) === digestOf({ ...settings.pace, perSecond: 0 })
  return isSlower && isElseSame ? settings.pace : pace
}

/** Why the list of a planned run cannot be sent any more, whatever its letters say; null where it can. */
export async function findStaleness(ctx: Context, run: NoticeRun): Promise<string | null> {
  demand(ctx.actor, "notices.view")
  return run.plan && staleness(run.plan, await surroundingsOf(ctx.db, run))
}

function staleness(planned: NoticePlan, { holds, runs }: Awaited<ReturnType<typeof surroundingsOf>>) {
  return laterHold(planned, holds) ?? changedTelling(planned, runs)
}

/** Whom an authority wants to wait for, after the list was made, is on it. */
function laterHold(
  { holds }: NoticePlan,
  standing: readonly { id: string; agency: string }[],
): string | null {
  const later = standing.find(({ id }) => !holds.includes(id))
  return later
    ? `${later.agency} asked to wait after the list was made: ask for a new plan, which leaves those people out`
    : null
}

/**
 * What another run would tell people was taken for told when the list was made: once it is stopped, or where one has begun
 * since, people would get the wrong letter or none.
 */
function changedTelling(
  { toldBy }: NoticePlan,
  runs: readonly { id: string; number: number; state: PlannedRunState }[],
): string | null {
  const stateThen = new Map(toldBy.map(({ runId, state }) => [runId, state]))
  for (const { id, number, state } of runs) {
    const before = stateThen.get(id)
    if (before === undefined)
      return `Run ${number} began after the list was made: ask for a new plan, which knows what that one tells people`
    if (state === "stopped" && before !== "stopped")
      return `Run ${number} was stopped after the list was made, which counts on its letters: ask for a new plan`
  }
  return null
}

async function wayOut(ctx: Context, { settings }: NoticeRun): Promise<WayOut> {
  if (settings.executor === "external") return { name: "external", relay: null }
  const { relay, arming } = await findArming(ctx)
  return arming ? { name: "smtp", relay } : { name: "sink", relay: null }
}

function dkimOf({ config }: Context): { domain: string; selector: string } | null {
  const { dkim } = config.letters
  return dkim && { domain: dkim.domain, selector: dkim.selector }
}
