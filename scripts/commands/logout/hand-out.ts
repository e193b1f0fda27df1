import { openSystemContext } from "../../../lib/access/open-context.ts"
import { handOutSubjects } from "../../../lib/containment/external/hand-out-subjects.ts"
import { logoutLists } from "../../../lib/containment/external/logout-lists.ts"
import { writeSubjects, writeSubjectsAgain } from "../../../lib/containment/external/write-subjects.ts"
import type { Context } from "../../../lib/core/context.ts"
import { figure } from "../../../lib/core/figure.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import type { WrittenList } from "../../../lib/runs/external/write-list.ts"
import { withResources } from "../../processes/system-context.ts"
import { findMemberContext } from "../members/member-context.ts"
import { emptyFolder, missingLists, takeAway } from "../work-lists/take-away.ts"
import { findLogout, type NamedLogout } from "./find-logout.ts"

export interface HandOutOptions {
  out: string
  hours: number
  max?: number
  again?: string
  as?: string
}

/**
 * `tocsin logout hand-out`: hands the next subjects of the open wave to somebody else's system, as signed files; or
 * writes those of subjects that were handed out before.
 */
export async function handOutCommand(named: string, options: HandOutOptions): Promise<void> {
  const out = emptyFolder(options.out)
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, options.as)) ?? openSystemContext(resources)
    const found = await findLogout(ctx, named)
    const written = await write(ctx, found, options)
    if (!written) {
      const missing = await missingLists(ctx, logoutLists, found.run.id)
      process.stdout.write(`${found.name}: nothing of the open wave is left to hand out${missing}\n`)
      return
    }
    await takeAway(ctx, logoutLists, found.run.id, written, out)
    process.stdout.write(
      `${found.name}: ${figure(written.items)} lines are in ${out} (chunks ${written.stretch}); what has not come back by ${written.deadlineAt?.toISOString() ?? "then"} is unknown\n${written.publicKey}`,
    )
  })
}

async function write(
  ctx: Context,
  { run, name }: NamedLogout,
  { again, hours, max }: HandOutOptions,
): Promise<WrittenList | null> {
  if (again !== undefined) return await writeSubjectsAgain(ctx, run.id, again)
  const list = await handOutSubjects(ctx, run.id, {
    hours,
    ...(max === undefined ? {} : { subjectsMax: max }),
  })
  if (!list) return null
  try {
    return await writeSubjects(ctx, list)
  } catch (error) {
    const missing = await missingLists(ctx, logoutLists, run.id).catch(() => "")
    process.stderr.write(`${name}: these subjects are handed out all the same${missing}\n`)
    throw error
  }
}
