import { closeSync, fsyncSync, openSync } from "node:fs"
import { chmod, mkdir, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { createChunks } from "../create-chunks.ts"
import { isPassing } from "../is-passing.ts"
import { givePlanBack, type PlanLease, takePlan } from "./plan-lease.ts"
import { digestOfFile, LIST_FILE, runFile, runFolder } from "./run-folder.ts"
import type { FrozenPlan, KeepFile, RunPlanner } from "./run-planner.ts"

/** What is in the way of a plan for so long does not pass: whoever asked for it is told what it is. */
const TRIED_MS_MAX = 10 * 60_000

interface Frozen extends FrozenPlan {
  digest: string
}

/**
 * Freezes the list of a run that is asked for, and plans it. What cannot be planned ends as failed, with its trouble in
 * words; trouble that passes is thrown, and the run rests and is tried again, for ten minutes. Gives false, and does
 * nothing, where somebody else plans it, it rests or it is planned already.
 */
export async function makePlan(ctx: SystemContext, planner: RunPlanner, runId: string): Promise<boolean> {
  const lease = await takePlan(ctx, planner.kind, runId)
  if (!lease) return false
  try {
    const run = await ctx.db.plannedRun.findUniqueOrThrow({ where: { id: runId } })
    return await planUnder(ctx, planner, run, lease)
  } finally {
    lease.end()
  }
}

async function planUnder(
  ctx: SystemContext,
  planner: RunPlanner,
  run: PlannedRun,
  lease: PlanLease,
): Promise<boolean> {
  const made = madeFolder(ctx, run, lease)
  try {
    const frozen = await freeze(ctx, planner, run, lease).catch((error: unknown) =>
      fail(ctx, run, lease, error),
    )
    return frozen !== null && (await keepPlan(ctx, planner, run, lease, frozen))
  } finally {
    // What was kept has another name by now.
    await rm(made, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Where a planner's files lie until it has won: another one may have the run by then. */
function madeFolder({ config }: SystemContext, run: PlannedRun, { plannerId }: PlanLease): string {
  return `${join(config.dataFolder, runFolder(run))}.${plannerId}`
}

async function freeze(
  ctx: SystemContext,
  planner: RunPlanner,
  run: PlannedRun,
  lease: PlanLease,
): Promise<Frozen> {
  const made = madeFolder(ctx, run, lease)
  await mkdir(made, { recursive: true, mode: 0o700 })
  const keep: KeepFile = (file, name) => putBeside(file, join(made, name))
  const frozen = await planner.freeze(ctx, run, keep)
  if (lease.lost.aborted)
    throw new AppError("conflict", `another planner than ${lease.plannerId} has this run`)
  return { ...frozen, digest: await digestOfFile(join(made, LIST_FILE)) }
}

/** Written to the disk before the database counts on it, and for nobody else's eyes. */
async function putBeside(made: string, file: string): Promise<void> {
  const descriptor = openSync(made, "r")
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  await chmod(made, 0o600)
  await rename(made, file)
}

/**
 * Counts only for the planner that still has the run; gives false where another one has taken it, or it was stopped. The
 * files come into their place while the run is held, so nobody's list lies in the place of the one that is kept.
 */
async function keepPlan(
  ctx: SystemContext,
  planner: RunPlanner,
  run: PlannedRun,
  lease: PlanLease,
  { plan, revision, rows, parts, pace, told, digest }: Frozen,
): Promise<boolean> {
  const details = { run: run.number, runId: run.id, ...told, listDigest: digest }
  return await ctx.mutate(
    planner.act,
    (isKept) => (isKept ? { incidentId: run.incidentId, details } : null),
    async (tx) => {
      const { count } = await tx.plannedRun.updateMany({
        where: { id: run.id, state: "planning", plannerId: lease.plannerId },
        data: {
          state: "planned",
          plan,
          revision,
          ...(pace && { pace: pace as unknown as Prisma.InputJsonObject }),
          folder: runFolder(run),
          listRows: rows,
          listDigest: digest,
          plannedAt: ctx.now(),
          plannerUntil: null,
        },
      })
      if (count === 0) return false
      await createChunks(tx, run.id, parts)
      const place = dirname(runFile(ctx.config, run, LIST_FILE))
      await rm(place, { recursive: true, force: true, maxRetries: 5 })
      await rename(madeFolder(ctx, run, lease), place)
      return true
    },
  )
}

/** Says what is wrong in words of ours alone: what an engine complains of may quote people. */
async function fail(ctx: SystemContext, run: PlannedRun, lease: PlanLease, error: unknown) {
  const { plannerId, lost } = lease
  if (lost.aborted) return null
  if (isPassing(error) && !isTriedInVain(ctx, run, lease)) {
    await givePlanBack(ctx, run.id, plannerId).catch(() => {})
    throw error
  }
  const trouble = troubleOf(error)
  const isFailed = await ctx.mutate(
    "planned_run.fail",
    (done: boolean) =>
      done ? { incidentId: run.incidentId, details: { run: run.number, runId: run.id, trouble } } : null,
    async (tx) => {
      const { count } = await tx.plannedRun.updateMany({
        where: { id: run.id, state: "planning", plannerId },
        data: { state: "failed", trouble, endedAt: ctx.now(), plannerUntil: null },
      })
      return count === 1
    },
  )
  if (isFailed) ctx.log.warn("plan.failed", { runId: run.id, error })
  return null
}

/** Not at its first attempt, however late that comes: the workers may have been away. */
function isTriedInVain(ctx: SystemContext, { requestedAt }: PlannedRun, { isAgain }: PlanLease): boolean {
  return isAgain && ctx.now().getTime() - requestedAt.getTime() > TRIED_MS_MAX
}

function troubleOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === "ENOSPC") return "The disk is full. Make room and ask for a plan again."
  return "The list could not be made. Ask for a plan again; if it fails once more, the log of the worker says why."
}
