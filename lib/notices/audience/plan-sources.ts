import { join } from "node:path"
import type { NoticeHold, PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { Result } from "../../exposure/reading/result.ts"
import { getResult } from "../../exposure/revisions/get-result.ts"
import { digestOfFile, listFile } from "../../runs/planning/run-folder.ts"

/** A run that may have told people something. */
export interface EarlierRun {
  id: string
  number: number
  state: PlannedRun["state"]
  isUnderWay: boolean
  /** What waits in it is taken for told at this moment. */
  beganAt: Date
  /** Absolute: its frozen list. */
  list: string
}

/** All that a plan is made from. */
export interface PlanSources {
  result: Result
  /** Absolute: folders with the accounts of the incident's revisions, the oldest first, the result's own last. */
  accountsFolders: string[]
  /** The oldest first. */
  earlier: EarlierRun[]
  holds: NoticeHold[]
}

/**
 * Refuses where an earlier list is not the one that was frozen, or is gone: nobody would know what people were told.
 * @throws AppError precondition
 */
async function demandList(run: PlannedRun, list: string): Promise<void> {
  const digest = await digestOfFile(list).catch(() => null)
  if (digest !== run.listDigest)
    throw new AppError(
      "precondition",
      `The frozen list of run ${run.number} is gone or was changed: bring it back from a backup, and ask for a plan again`,
    )
}

/**
 * Finds what a plan of an incident's letters is made from.
 * @throws AppError not_found where no revision is done
 */
export async function planSources(ctx: Context, incidentId: string): Promise<PlanSources> {
  const incident = await ctx.db.incident.findUnique({ where: { id: incidentId } })
  if (!incident) throw new AppError("not_found", "There is no such incident")
  const result = await getResult(ctx, incident)
  return {
    result,
    accountsFolders: await accountsFoldersOf(ctx, result),
    earlier: await earlierRuns(ctx, incidentId),
    holds: await standingHolds(ctx.db, incidentId),
  }
}

/** The holds of authorities that stand. */
export async function standingHolds(
  db: Pick<Context["db"], "noticeHold">,
  incidentId: string,
): Promise<NoticeHold[]> {
  return await db.noticeHold.findMany({ where: { incidentId, liftedAt: null }, orderBy: { placedAt: "asc" } })
}

async function accountsFoldersOf(ctx: Context, { incident, accountsFolder }: Result): Promise<string[]> {
  const revisions = await ctx.db.revision.findMany({
    where: { incidentId: incident.id, completedAt: { not: null }, accountsFolder: { not: null } },
    orderBy: { number: "asc" },
    select: { accountsFolder: true },
  })
  const folders = revisions.map((revision) => join(ctx.config.dataFolder, revision.accountsFolder ?? ""))
  return [...new Set(folders.filter((folder) => folder !== accountsFolder)), accountsFolder]
}

async function earlierRuns(ctx: Context, incidentId: string): Promise<EarlierRun[]> {
  const runs = await ctx.db.plannedRun.findMany({
    where: {
      incidentId,
      kind: "notices",
      state: { in: ["running", "paused", "stopped", "finished"] },
      startedAt: { not: null },
    },
    orderBy: { number: "asc" },
  })
  const earlier: EarlierRun[] = []
  for (const run of runs) {
    const { id, number, state } = run
    const list = listFile(ctx.config, run)
    await demandList(run, list)
    const isUnderWay = state === "running" || state === "paused"
    earlier.push({ id, number, state, isUnderWay, beganAt: run.startsAt ?? run.requestedAt, list })
  }
  return earlier
}
