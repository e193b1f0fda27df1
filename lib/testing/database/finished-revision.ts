import { randomUUID } from "node:crypto"
import type { Context, SystemContext } from "../../core/context.ts"
import { addEvidence } from "../../evidence/sets/add-evidence.ts"
import type { Result } from "../../exposure/reading/result.ts"
import { claimRun } from "../../exposure/revisions/claim-run.ts"
import { endRun } from "../../exposure/revisions/end-run.ts"
import { getResult } from "../../exposure/revisions/get-result.ts"
import { requestRevision } from "../../exposure/revisions/request-revision.ts"
import type { Summary } from "../../exposure/summary.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"

/** A new incident with an upload that holds nothing. */
export async function newIncident(ctx: Context) {
  const { id, number } = await declareIncident(ctx, {
    title: "A porch",
    severity: "low",
    awareAt: "2024-02-16T10:00:00Z",
  })
  const { id: evidenceSetId } = await addEvidence(ctx, id, { kind: "upload" })
  return { id, number, title: "A porch", evidenceSetId }
}

/** The next revision of an incident, finished with a summary that nobody has classified, and as many questions as are named. */
export async function finishedRevision(
  ctx: Context,
  system: SystemContext,
  incident: Awaited<ReturnType<typeof newIncident>>,
  codes: readonly string[],
): Promise<Result> {
  const { number } = await requestRevision(ctx, {
    evidenceSetId: incident.evidenceSetId,
    incidentFile: `title: ${randomUUID()}`,
  })
  const workerId = randomUUID()
  const run = await claimRun(system, workerId)
  if (!run) throw new Error("the run waits")
  const questions = codes.map((code) => ({ code, count: 3, text: code }))
  const summary = { digest: randomUUID(), questions } as unknown as Summary
  const done = { state: "done" as const, summary, accountsFolder: "accounts", incidentFile: "title: x" }
  if (!(await endRun(system, { ...run, workerId }, done))) throw new Error("the run is the worker's")
  return await getResult(ctx, incident, number)
}
