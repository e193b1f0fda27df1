import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { join, relative } from "node:path"
import type { Context, SystemContext } from "../../core/context.ts"
import { pseudonymKey } from "../../exposure/identities/pseudonym.ts"
import type { Result } from "../../exposure/reading/result.ts"
import { claimRun } from "../../exposure/revisions/claim-run.ts"
import { endRun } from "../../exposure/revisions/end-run.ts"
import { accountsRoot, attemptFolder } from "../../exposure/revisions/folders.ts"
import { getResult } from "../../exposure/revisions/get-result.ts"
import { requestRevision } from "../../exposure/revisions/request-revision.ts"
import { classifyForConsole } from "../classify-in-process.ts"
import type { ReferenceIncident } from "../reference/model.ts"
import { renderIncident } from "../reference/render.ts"
import type { newIncident } from "./finished-revision.ts"

/** The next revision of an incident, classified from what a test plants, as a worker leaves it. */
export async function classifiedRevision(
  ctx: Context,
  system: SystemContext,
  incident: Awaited<ReturnType<typeof newIncident>>,
  planted: ReferenceIncident,
): Promise<Result> {
  const { config } = ctx
  const file = await renderIncident(planted, join(config.dataFolder, "planted", randomUUID()), {
    format: "ndjson",
  })
  const incidentFile = readFileSync(file, "utf8")
  const { number } = await requestRevision(ctx, {
    evidenceSetId: incident.evidenceSetId,
    incidentFile: `${incidentFile}# ${randomUUID()}\n`,
  })
  const workerId = randomUUID()
  const run = await claimRun(system, workerId)
  if (!run) throw new Error("the run waits")
  const made = await classifyForConsole(
    file,
    attemptFolder(config, incident.id, number, run.attempt),
    accountsRoot(config, incident.id),
    { confirmGaps: planted.confirmGaps ?? false, key: pseudonymKey(ctx, incident.id) },
  )
  const accountsFolder = relative(config.dataFolder, made.accountsFolder)
  const done = { state: "done" as const, summary: made.summary, accountsFolder, incidentFile }
  if (!(await endRun(system, { ...run, workerId }, done))) throw new Error("the run is the worker's")
  return await getResult(ctx, incident, number)
}
