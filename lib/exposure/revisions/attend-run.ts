import { rm, statfs } from "node:fs/promises"
import { relative } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../core/context.ts"
import type { Progress } from "../../core/progress.ts"
import type { Drill } from "../../evidence/sets/add-evidence.ts"
import { confinementOf, evidenceFolder } from "../../evidence/sets/evidence-folder.ts"
import { pseudonymKey } from "../identities/pseudonym.ts"
import type { Attempt, AttemptEnding, AttemptTask, StartAttempt } from "./attempt.ts"
import type { ClaimedRun } from "./claim-run.ts"
import type { Ending } from "./end-run.ts"
import { accountsRoot, attemptFolder } from "./folders.ts"
import { getRun } from "./get-run.ts"
import { type Order, reportProgress } from "./report-progress.ts"
import { settleRun } from "./settle-run.ts"

const REPORT_EVERY_MS = 1_000

type OwnRun = ClaimedRun & { workerId: string }

/** Runs one attempt to its end: watches over its process, its disk and whether it is to stop, and settles what came of it. */
export async function attendRun(
  ctx: SystemContext,
  run: OwnRun,
  startAttempt: StartAttempt,
  stopping: AbortSignal,
): Promise<void> {
  const told = { runId: run.id, incidentId: run.incidentId, revision: run.revision, attempt: run.attempt }
  ctx.log.info("run.started", told)
  const task = await prepare(ctx, run)
  let progress: Progress = { label: "Starting", done: 0 }
  const attempt = startAttempt(task, (told) => {
    progress = told
  })
  const interruption = await watch(attempt, stopping, () => interruptionOf(ctx, run, progress, stopping))
  if (interruption !== null) attempt.kill()
  const ending = endingOf(ctx, await attempt.ended)
  const settling = interruption ?? ending
  const isKept = settling !== "lost" && (await settleRun(ctx, run, settling))
  if (settling !== "lost") ctx.log.info("run.ended", { ...told, state: settling.state })
  if (!isKept) await remove(ctx, task.resultFolder)
}

async function prepare(ctx: SystemContext, run: OwnRun): Promise<AttemptTask> {
  const { revision } = await getRun(ctx, run.id)
  const { evidenceSet } = revision
  // What earlier attempts left behind, which ended without a result, only takes room.
  for (let attempt = 1; attempt < run.attempt; attempt++)
    await remove(ctx, attemptFolder(ctx.config, run.incidentId, run.revision, attempt))
  return {
    drill: evidenceSet.drill as Drill | null,
    evidenceFolder: evidenceFolder(ctx.config, evidenceSet),
    confinedTo: confinementOf(ctx.config, evidenceSet),
    incidentFile: revision.incidentFile,
    mappings: revision.mappings as Record<string, string>,
    confirmGaps: revision.confirmGaps,
    resultFolder: attemptFolder(ctx.config, run.incidentId, run.revision, run.attempt),
    accountsRoot: accountsRoot(ctx.config, run.incidentId),
    pseudonymKey: pseudonymKey(ctx, run.incidentId).toString("hex"),
  }
}

type Interruption = Ending | "lost"

/** Looks every second whether something speaks against going on, until the attempt has ended by itself. */
async function watch(
  { ended }: Attempt,
  stopping: AbortSignal,
  look: () => Promise<Interruption | null>,
): Promise<Interruption | null> {
  const isOver = ended.then(() => true)
  const nextLook = () => wait(REPORT_EVERY_MS, false, { signal: stopping }).catch(() => false)
  while (!(await Promise.race([isOver, nextLook()]))) {
    const interruption = await look()
    if (interruption !== null) return interruption
  }
  return null
}

async function interruptionOf(
  ctx: SystemContext,
  run: OwnRun,
  progress: Progress,
  stopping: AbortSignal,
): Promise<Interruption | null> {
  const { dataFolder, diskReserveBytes } = ctx.config
  const failed = (reason: string): Ending => ({ state: "failed", reason })
  if (stopping.aborted) return { state: "handed_back" }
  const disk = await statfs(dataFolder).catch(() => null)
  if (disk === null) return failed(`${dataFolder} cannot be reached any more. Bring it back and try again.`)
  if (disk.bavail * disk.bsize < diskReserveBytes)
    return failed(`The disk of ${dataFolder} is full. Make room and try again.`)
  // A database that restarts is no reason to give up: the lease is renewed when it is back.
  const order: Order = await reportProgress(ctx, run, progress).catch(() => "go_on" as const)
  if (order === "stop") return { state: "stopped" }
  return order === "lost" ? "lost" : null
}

function endingOf(ctx: SystemContext, ending: AttemptEnding): Ending {
  if (ending.state === "failed") return ending
  const { summary, incidentFile } = ending
  return {
    state: "done",
    summary,
    incidentFile,
    accountsFolder: relative(ctx.config.dataFolder, ending.accountsFolder),
  }
}

/** What cannot be removed only takes room: nothing reads it. */
async function remove({ log }: SystemContext, folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  } catch (error) {
    log.warn("run.folder_left", { error })
  }
}
