"use server"

import { redirect } from "next/navigation"
import { getRun } from "../../../../../../lib/exposure/revisions/get-run.ts"
import { retryRun } from "../../../../../../lib/exposure/revisions/retry-run.ts"
import { stopRun } from "../../../../../../lib/exposure/revisions/stop-run.ts"
import { refusal } from "../../../../../server/answer.ts"
import { requireActor } from "../../../../../server/session.ts"
import { runHref } from "../../../../../shared/addresses.ts"

/** Stops the run; gives what was refused, in words, or null. */
export async function stopRunAction(runId: string): Promise<string | null> {
  const ctx = await requireActor("run.stop")
  const refused = await stopRun(ctx, runId).catch(refusal)
  return refused?.message ?? null
}

/** Tries the run's revision again and leads to the new attempt; gives what was refused, in words. */
export async function retryRunAction(runId: string): Promise<string | null> {
  const ctx = await requireActor("run.retry")
  const retried = await retryRun(ctx, runId).catch(refusal)
  if (!("runId" in retried)) return retried.message ?? "This cannot be tried again"
  const { revision } = await getRun(ctx, retried.runId)
  redirect(runHref(revision.incident, retried.runId))
}
