import { openSystemContext } from "../../../lib/access/open-context.ts"
import { abortLogout, resumeLogout } from "../../../lib/containment/logout/change-logout.ts"
import type { Context } from "../../../lib/core/context.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { pausePlannedRun } from "../../../lib/runs/pause-planned-run.ts"
import { withResources } from "../../processes/system-context.ts"
import { findMemberContext } from "../members/member-context.ts"
import { findLogout } from "./find-logout.ts"

export interface ChangeLogoutOptions {
  reason: string
  as?: string
}

export type Change = "pause" | "resume" | "abort"

const changes: Record<Change, (ctx: Context, runId: string, reason: string) => Promise<boolean>> = {
  pause: pausePlannedRun,
  resume: resumeLogout,
  abort: abortLogout,
}

const words: Record<Change, { done: string; already: string }> = {
  pause: {
    done: "is paused; calls that are under way just now come to their end",
    already: "is paused already",
  },
  resume: { done: "goes on", already: "is under way already" },
  abort: {
    done: "is aborted; who was not begun is left alone, and cut-offs that were set stand",
    already: "was aborted already",
  },
}

/** `tocsin logout pause | resume | abort`. */
export async function changeLogoutCommand(
  change: Change,
  named: string,
  { reason, as: email }: ChangeLogoutOptions,
): Promise<void> {
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, email)) ?? openSystemContext(resources)
    const { run, name } = await findLogout(ctx, named)
    const isNew = await changes[change](ctx, run.id, reason)
    process.stdout.write(`${name} ${isNew ? words[change].done : words[change].already}\n`)
  })
}
