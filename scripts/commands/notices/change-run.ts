import { openSystemContext } from "../../../lib/access/open-context.ts"
import type { Context } from "../../../lib/core/context.ts"
import { resumeNotices } from "../../../lib/notices/audience/resume-notices.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { pausePlannedRun } from "../../../lib/runs/pause-planned-run.ts"
import { stopPlannedRun } from "../../../lib/runs/stop-planned-run.ts"
import { withResources } from "../../processes/system-context.ts"
import { findMemberContext } from "../members/member-context.ts"
import { findRun } from "./find-run.ts"

export interface ChangeRunOptions {
  reason: string
  as?: string
}

export type Change = "pause" | "resume" | "stop"

const changes: Record<Change, (ctx: Context, runId: string, reason: string) => Promise<boolean>> = {
  pause: pausePlannedRun,
  resume: resumeNotices,
  stop: stopPlannedRun,
}

const words: Record<Change, { done: string; already: string }> = {
  pause: { done: "is paused; what is being sent just now comes to its end", already: "is paused already" },
  resume: { done: "goes on", already: "is under way already" },
  stop: { done: "is stopped; what waited is cancelled", already: "was stopped already" },
}

/** `tocsin notices pause | resume | stop`. */
export async function changeRunCommand(
  change: Change,
  named: string,
  { reason, as: email }: ChangeRunOptions,
): Promise<void> {
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, email)) ?? openSystemContext(resources)
    const { run, name } = await findRun(ctx, named)
    const isNew = await changes[change](ctx, run.id, reason)
    process.stdout.write(`${name} ${isNew ? words[change].done : words[change].already}\n`)
  })
}
