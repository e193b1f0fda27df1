import { join } from "node:path"
import type { Authority, PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import { digestOf } from "../../core/canonical-json.ts"
import type { SystemContext } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { AuthorityLimits, SessionAuthority } from "../../core/session-authority.ts"
import { parquetScan } from "../../core/sql.ts"
import { PER_SECOND_MAX, secondsNeeded } from "../../runs/pace.ts"
import { chunkList } from "../../runs/planning/chunk-list.ts"
import { LIST_FILE } from "../../runs/planning/run-folder.ts"
import type { FrozenPlan, KeepFile, RunPlanner } from "../../runs/planning/run-planner.ts"
import { getAuthority, openKept } from "../authorities/get-authority.ts"
import { findStandingFlips } from "../switches/standing-flips.ts"
import { collectSubjects } from "./collect-subjects.ts"
import { type CountedWave, countKinds, countWaves } from "./count-list.ts"
import { settingsOf } from "./logout-run.ts"
import { type ListWork, makeList } from "./make-list.ts"
import { mostInASecond, paceForLogins } from "./pace-for-logins.ts"
import type { LogoutPlan, PlannedWave } from "./plan-shape.ts"
import type { LogoutSettings } from "./schemas.ts"

/** How logouts are planned: a dry run, in which nobody is touched. */
export function logoutPlanner(open: OpenAuthority): RunPlanner {
  return { kind: "logout", act: "logout.plan", freeze: (ctx, run, keep) => freeze(ctx, open, run, keep) }
}

async function freeze(
  ctx: SystemContext,
  open: OpenAuthority,
  run: PlannedRun,
  keep: KeepFile,
): Promise<FrozenPlan> {
  const settings = settingsOf(run)
  const kept = await getAuthority(ctx, settings.authorityId)
  const authority = openKept(ctx, open, kept)
  try {
    return await ctx.withEngine(async (engine, workFolder) => {
      const made = join(workFolder, LIST_FILE)
      const work = { engine, workFolder, authority, settings }
      const revision = await makeList(ctx, run.incidentId, work, made)
      const waves = await countWaves(engine, made)
      const parts = await chunkList(engine, made, waves)
      const beyond = await countBeyond(work, made)
      const flips = (await findStandingFlips(ctx.db, run.incidentId)).map(({ flipId }) => flipId)
      const kinds = await countKinds(engine, made, authority)
      const plan = await planOf(ctx, { settings, kept, authority, waves, kinds, beyond, flips, revision })
      await keep(made, LIST_FILE)
      const { subjects, affected, sessions, perSecond } = plan
      return {
        plan: plan as unknown as Prisma.InputJsonObject,
        revision,
        rows: subjects,
        parts,
        pace: { perSecond },
        told: { revision, subjects, affected, sessions, authority: kept.name },
      }
    })
  } finally {
    await authority.close()
  }
}

/** Whom an epoch hits besides those who are logged out; null where it hits none, or nobody can tell. */
async function countBeyond(
  { engine, workFolder, authority, settings: { epoch, cutoff, scope } }: ListWork,
  list: string,
): Promise<number | null> {
  if (epoch === "none" || epoch === "subject") return 0
  if (!authority.select) return null
  // A scope of all has asked for everybody just now.
  if (scope.by !== "all")
    await collectSubjects(engine, workFolder, authority, cutoff ? { startedBefore: new Date(cutoff) } : {})
  const [found] = await engine.rows<{ subjects: number }>(
    `SELECT count(*)::DOUBLE AS subjects FROM asked
     WHERE sub NOT IN (SELECT sub FROM ${parquetScan([list])} WHERE skip IS NULL)`,
  )
  return found?.subjects ?? null
}

interface Counted {
  settings: LogoutSettings
  kept: Authority
  authority: SessionAuthority
  waves: readonly CountedWave[]
  kinds: LogoutPlan["kinds"]
  beyond: number | null
  flips: string[]
  revision: number | null
}

async function planOf(ctx: SystemContext, counted: Counted): Promise<LogoutPlan> {
  const { settings, kept, authority, kinds, beyond, flips, revision } = counted
  const { epoch, loginsPerSecond } = settings
  if (epoch !== "none" && !authority.setEpoch)
    throw new AppError(
      "precondition",
      `${kept.name} knows no cut-off: choose none, and its calls alone are made`,
    )
  if (epoch !== "none" && !hasEpoch(authority, epoch))
    throw new AppError(
      "precondition",
      `${kept.name} has no cut-off of this kind: choose one for everybody, or none`,
    )
  if (settings.requiresReset && !authority.requireReset)
    throw new AppError("precondition", `${kept.name} cannot ask for a new password: leave it out`)
  const [capabilities, limits] = await Promise.all([authority.capabilities(), limitsOf(kept, authority)])
  const affected = sumOf(counted.waves.map(({ subjects }) => subjects))
  const sessions = counted.waves.some((wave) => wave.sessions === null)
    ? null
    : sumOf(counted.waves.map((wave) => wave.sessions ?? 0))
  const sessionsEach = sessions === null ? 1 : sessions / Math.max(1, affected)
  const pace = paceForLogins(loginsPerSecond, sessionsEach, limits)
  if (!pace)
    throw new AppError(
      "precondition",
      `${loginsPerSecond} logins a second are too few: not even one subject a second can come back. Say what the login really takes`,
    )
  const waves = counted.waves.map((wave): PlannedWave => {
    const seconds = secondsNeeded(wave.subjects, pace, ctx.now())
    return { part: wave.part, subjects: wave.subjects, sessions: wave.sessions, seconds }
  })
  const skipped = {
    exempt: sumOf(counted.waves.map(({ exempt }) => exempt)),
    service: sumOf(counted.waves.map(({ service }) => service)),
  }
  return {
    authority: { id: kept.id, kind: kept.kind, name: kept.name, settingsDigest: digestOf(kept.settings) },
    cutoff: settings.cutoff,
    subjects: affected + skipped.exempt + skipped.service,
    skipped,
    affected,
    sessions,
    kinds,
    waves,
    seconds: sumOf(waves.map(({ seconds }) => seconds)),
    limits,
    perSecond: pace.perSecond,
    logins: {
      peak: Math.ceil(Math.min(affected, mostInASecond(pace)) * Math.max(1, sessionsEach)),
      possible: loginsPerSecond,
      atOnce: atOnceOf(epoch, waves, sessionsEach, beyond),
    },
    epoch: { mode: epoch, beyond },
    capabilities,
    canaryKinds: [...authority.canaryKinds],
    isReplaySafe: authority.isReplaySafe,
    canInspect: authority.inspect !== undefined,
    flips,
    revision,
  }
}

/** How many logins come back at the moment of a cut-off for many, by the largest that there is. */
function atOnceOf(
  epoch: LogoutSettings["epoch"],
  waves: readonly PlannedWave[],
  sessionsEach: number,
  beyond: number | null,
): number {
  const subjects = waves.map((wave) => wave.subjects)
  if (epoch === "global") return Math.ceil((sumOf(subjects) + (beyond ?? 0)) * Math.max(1, sessionsEach))
  if (epoch === "cohorts") return Math.ceil(Math.max(0, ...subjects) * Math.max(1, sessionsEach))
  return 0
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

/**
 * Somebody else's system is asked by its list to keep to our pace; what it takes is its own to know. Refuses an authority
 * that takes less than any pace of ours.
 */
async function limitsOf({ kind, name }: Authority, authority: SessionAuthority): Promise<AuthorityLimits> {
  if (kind === "external") return { perSecond: PER_SECOND_MAX, burst: PER_SECOND_MAX, bulkMax: 1 }
  const limits = await authority.limits()
  if (limits.perSecond >= 1) return limits
  throw new AppError(
    "precondition",
    `${name} says that it takes ${limits.perSecond} requests a second: a logout needs one a second at least. Have it take more, and ask for a plan again`,
  )
}

function hasEpoch({ epochScopes }: SessionAuthority, mode: "subject" | "cohorts" | "global"): boolean {
  return epochScopes === undefined || epochScopes.includes(mode === "cohorts" ? "cohort" : mode)
}
