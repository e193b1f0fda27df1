import { openSystemContext } from "../../lib/access/open-context.ts"
import type { Context } from "../../lib/core/context.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { withResources } from "../processes/system-context.ts"
import { findMemberContext } from "./members/member-context.ts"

export interface ChangeRunOptions {
  reason: string
  as?: string
}

/** Something that is done with a run that goes on, such as pausing it, and what is said of it. */
export interface RunChange {
  /** Gives false where it was so already. */
  make(ctx: Context, runId: string, reason: string): Promise<boolean>
  done: string
  already: string
}

/** Changes the run that is meant, as the member who is named or as the system. */
export async function changeRun(
  find: (ctx: Context, named: string) => Promise<{ run: { id: string }; name: string }>,
  { make, done, already }: RunChange,
  named: string,
  { reason, as: email }: ChangeRunOptions,
): Promise<void> {
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, email)) ?? openSystemContext(resources)
    const { run, name } = await find(ctx, named)
    process.stdout.write(`${name} ${(await make(ctx, run.id, reason)) ? done : already}\n`)
  })
}
