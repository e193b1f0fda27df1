/** The process in which one attempt at a revision runs: it may be killed at any moment, and leaves nothing that counts. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { AppError } from "../../lib/core/errors.ts"
import { type OnProgress, within } from "../../lib/core/progress.ts"
import { readIncidentText } from "../../lib/evidence/incident-file.ts"
import { makeResult } from "../../lib/exposure/make-result.ts"
import { ResultFolder } from "../../lib/exposure/result-folder.ts"
import type { AttemptEnding, AttemptTask } from "../../lib/exposure/revisions/attempt.ts"
import { readConfig, readEngineConfig } from "../../lib/platform/config.ts"
import { openDuckDb } from "../../lib/platform/engine/duckdb.ts"
import { EngineGone } from "../../lib/platform/engine/engine-process.ts"
import { openLog } from "../../lib/platform/log.ts"
import { replay, type ScenarioName } from "../../lib/replay/replay.ts"
import { version } from "../version.ts"

/** A drill is written in this share of the attempt. */
const DRILL_SHARE = 0.45

process.on("disconnect", () => process.exit(1))
// Ctrl-C, or a terminal that is closed, reaches the whole process group: the worker decides what ends.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {})

process.once("message", async (task: AttemptTask) => {
  const ending = await attempt(task).catch(failureOf)
  process.send?.({ kind: "ended", ending }, () => process.exit(0))
})

async function attempt(task: AttemptTask): Promise<AttemptEnding> {
  const tell: OnProgress = (progress) => process.send?.({ kind: "progress", progress })
  if (task.drill && !isWritten(task)) await writeDrill(task, within(tell, 0, DRILL_SHARE))
  const incidentFile =
    task.drill && task.incidentFile === ""
      ? readFileSync(join(task.evidenceFolder, "incident.yaml"), "utf8")
      : task.incidentFile
  const incident = readIncidentText(incidentFile, {
    name: "incident file",
    folder: task.evidenceFolder,
    mappings: task.mappings,
    confinedTo: task.confinedTo,
  })
  const folder = new ResultFolder(task.resultFolder, false)
  const engine = openDuckDb({ ...readEngineConfig(), spillFolder: folder.spillFolder })
  try {
    const { summary, accountsFolder } = await makeResult(engine, incident, folder, {
      confirmGaps: task.confirmGaps,
      version,
      onProgress: within(tell, task.drill ? DRILL_SHARE : 0, 1),
      forConsole: {
        accountsRoot: task.accountsRoot,
        pseudonymKey: Buffer.from(task.pseudonymKey, "hex"),
      },
    })
    await engine.close()
    folder.commit()
    return { state: "done", summary, accountsFolder, incidentFile }
  } catch (error) {
    await engine.close()
    folder.discard()
    throw error
  }
}

/**
 * Writes a replayed incident; only when all of it is there does it take its place. Until then it lies in the folder of
 * the attempt, with which it goes when the attempt comes to nothing.
 */
async function writeDrill(task: AttemptTask, onProgress: OnProgress): Promise<void> {
  if (!task.drill) return
  const partial = join(task.resultFolder, "drill")
  mkdirSync(task.resultFolder, { recursive: true })
  const { scenario, seed, scale, accounts } = task.drill
  await replay(scenario as ScenarioName, {
    out: partial,
    seed,
    ...(scale === undefined ? {} : { scale }),
    ...(accounts === undefined ? {} : { accounts }),
    onProgress: ({ label, done, total }) =>
      onProgress({
        label: `Writing the evidence of ${scenario}: ${label}`,
        done: total === 0 ? 0 : done / total,
      }),
  })
  mkdirSync(dirname(task.evidenceFolder), { recursive: true })
  try {
    renameSync(partial, task.evidenceFolder)
  } catch (error) {
    if (!isWritten(task)) throw error
    rmSync(partial, { recursive: true }) // Another run of the same drill was quicker.
  }
}

function isWritten({ evidenceFolder }: AttemptTask): boolean {
  return existsSync(join(evidenceFolder, "incident.yaml"))
}

function failureOf(error: unknown): AttemptEnding {
  if (error instanceof AppError) return { state: "failed", reason: error.message }
  openLog("attempt", readConfig()).error("attempt.failed", { error })
  const code = (error as NodeJS.ErrnoException).code
  if (code === "ENOSPC") return { state: "failed", reason: "The disk is full. Make room and try again." }
  if (error instanceof EngineGone)
    return {
      state: "failed",
      reason: "The evidence engine ended on its way, as for want of memory. Try again.",
    }
  // Its message may quote what stands in the evidence: the log has the rest.
  const kind = error instanceof Error ? [error.name, code].filter(Boolean).join(" ") : "unknown"
  return { state: "failed", reason: `A fault of ours (${kind}), please report it with the lines of the log` }
}
