import { closeSync, fsyncSync, openSync } from "node:fs"
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import type { Engine } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import type { CopyItemStates } from "../../core/item-states.ts"
import { parquetScan } from "../../core/sql.ts"
import { createChunks, type ListPart } from "../../runs/create-chunks.ts"
import { isPassing } from "../../runs/is-passing.ts"
import { audienceQuery } from "./audience-query.ts"
import { chunkParts, countList } from "./count-list.ts"
import { decideParts } from "./decide-parts.ts"
import { settingsOf } from "./list-planned-runs.ts"
import { makeList } from "./make-list.ts"
import { givePlanBack, type PlanLease, takePlan } from "./plan-lease.ts"
import type { NoticePlan } from "./plan-shape.ts"
import { planSources } from "./plan-sources.ts"
import { digestOfFile, listFile, runFolder, samplesFile } from "./run-folder.ts"

export interface PlanTools {
  copyItemStates: CopyItemStates
}

interface Frozen {
  plan: NoticePlan
  parts: ListPart[]
  digest: string
}

/**
 * Freezes the list of a run that is asked for, and plans it. What cannot be planned ends as failed, with its trouble in
 * words. Gives false, and does nothing, where somebody else plans it or it is planned already.
 */
export async function makePlan(ctx: SystemContext, tools: PlanTools, runId: string): Promise<boolean> {
  const lease = await takePlan(ctx, runId)
  if (!lease) return false
  try {
    const run = await ctx.db.plannedRun.findUniqueOrThrow({ where: { id: runId } })
    return await planUnder(ctx, tools, run, lease)
  } finally {
    lease.end()
  }
}

async function planUnder(
  ctx: SystemContext,
  tools: PlanTools,
  run: PlannedRun,
  lease: PlanLease,
): Promise<boolean> {
  try {
    const frozen = await freeze(ctx, tools, run, lease).catch((error: unknown) =>
      fail(ctx, run, lease, error),
    )
    return frozen !== null && (await keepPlan(ctx, run, lease, frozen))
  } finally {
    // What was kept has another name by now.
    for (const file of filesOf(ctx, run)) await rm(ofPlanner(file, lease.plannerId), { force: true })
  }
}

/** What a plan leaves on the disk. */
const filesOf = ({ config }: SystemContext, run: PlannedRun) => [
  listFile(config, run),
  samplesFile(config, run),
]

async function freeze(
  ctx: SystemContext,
  { copyItemStates }: PlanTools,
  run: PlannedRun,
  { plannerId, lost }: PlanLease,
): Promise<Frozen> {
  const settings = settingsOf(run)
  const sources = await planSources(ctx, run.incidentId)
  const decided = decideParts(settings)
  const leavesClosed = settings.closed.verdict === "leave"
  return await ctx.withEngine(async (engine, workFolder) => {
    const made = join(workFolder, "list.parquet")
    const work = { engine, workFolder, copyItemStates, sources, decided, leavesClosed }
    await makeList(ctx, work, made)
    const plan = await countList(engine, made, sources, decided)
    const parts = await chunkParts(engine, made, plan)
    const samples = await samplesOf(engine, made)
    const digest = await digestOfFile(made)
    if (lost.aborted) throw new AppError("conflict", `another planner than ${plannerId} has this run`)
    await putBeside(made, ofPlanner(listFile(ctx.config, run), plannerId))
    await writeFile(ofPlanner(samplesFile(ctx.config, run), plannerId), samples, { mode: 0o600 })
    return { plan, parts, digest }
  })
}

async function samplesOf(engine: Engine, list: string): Promise<string> {
  const rows = await engine.rows<{ variant: string; pseudonym: string; fields: string }>(
    audienceQuery("list-samples", { list: parquetScan([list]) }),
  )
  return JSON.stringify(rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) })))
}

/** A file's name until its planner has won: another one may have the run by then. */
const ofPlanner = (file: string, plannerId: string) => `${file}.${plannerId}`

/** Written to the disk before the database counts on it, and for nobody else's eyes. */
async function putBeside(made: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
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
  run: PlannedRun,
  { plannerId }: PlanLease,
  { plan, parts, digest }: Frozen,
): Promise<boolean> {
  const details = {
    run: run.number,
    runId: run.id,
    revision: plan.revision,
    people: plan.people,
    letters: plan.letters,
    listDigest: digest,
  }
  return await ctx.mutate(
    "notice.plan",
    (isKept) => (isKept ? { incidentId: run.incidentId, details } : null),
    async (tx) => {
      const { count } = await tx.plannedRun.updateMany({
        where: { id: run.id, state: "planning", plannerId },
        data: {
          state: "planned",
          plan: plan as unknown as Prisma.InputJsonObject,
          revision: plan.revision,
          folder: runFolder(run),
          listRows: plan.people,
          listDigest: digest,
          plannedAt: ctx.now(),
          plannerUntil: null,
        },
      })
      if (count === 0) return false
      await createChunks(tx, run.id, parts)
      for (const file of filesOf(ctx, run)) await rename(ofPlanner(file, plannerId), file)
      return true
    },
  )
}

/** Says what is wrong in words of ours alone: what an engine complains of may quote people. */
async function fail(ctx: SystemContext, run: PlannedRun, { plannerId, lost }: PlanLease, error: unknown) {
  if (lost.aborted) return null
  if (isPassing(error)) {
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
  if (!isFailed) return null
  ctx.log.warn("plan.failed", { runId: run.id, error })
  await rm(dirname(listFile(ctx.config, run)), { recursive: true, force: true, maxRetries: 5 })
  return null
}

function troubleOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === "ENOSPC") return "The disk is full. Make room and ask for a plan again."
  return "The list could not be made. Ask for a plan again; if it fails once more, the log of the worker says why."
}
