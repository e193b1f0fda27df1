import { openSystemContext } from "../../../lib/access/open-context.ts"
import type { Context } from "../../../lib/core/context.ts"
import { figure } from "../../../lib/core/figure.ts"
import { openExternalWork } from "../../../lib/notices/delivery/open-external-work.ts"
import { handOut } from "../../../lib/notices/external/hand-out.ts"
import { letterLists } from "../../../lib/notices/external/letter-lists.ts"
import type { OpenExternalWork } from "../../../lib/notices/external/work-list.ts"
import { type WorkListFiles, writeWorkList } from "../../../lib/notices/external/write-work-list.ts"
import { writeWorkListAgain } from "../../../lib/notices/external/write-work-list-again.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { findMemberContext } from "../members/member-context.ts"
import { emptyFolder, missingLists, takeAway } from "../work-lists/take-away.ts"
import { findRun, type NamedRun } from "./find-run.ts"

export interface WorkListOptions {
  out: string
  hours: number
  max?: number
  again?: string
  letters: boolean
  as?: string
}

/**
 * `tocsin notices work-list`: hands the next letters of a run to somebody else's system, as signed files; or writes those
 * of letters that were handed out before.
 */
export async function workListCommand(named: string, options: WorkListOptions): Promise<void> {
  const out = emptyFolder(options.out)
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, options.as)) ?? openSystemContext(resources)
    const found = await findRun(ctx, named)
    const written = await write(ctx, found, options)
    if (!written) {
      const missing = await missingLists(ctx, letterLists, found.run.id)
      process.stdout.write(`${found.name}: nothing is left to hand out${missing}\n`)
      return
    }
    await takeAway(ctx, letterLists, found.run.id, written, out)
    process.stdout.write(
      `${found.name}: ${figure(written.letters)} letters are in ${out} (chunks ${written.stretch}); what has not come back by ${written.deadlineAt?.toISOString() ?? "then"} is unknown\n${written.publicKey}`,
    )
  })
}

async function write(
  ctx: Context,
  { run, name }: NamedRun,
  { again, hours, max, letters: hasLetters }: WorkListOptions,
): Promise<WorkListFiles | null> {
  const open: OpenExternalWork = (planned) => openExternalWork(ctx, planned)
  if (again !== undefined) return await writeWorkListAgain(ctx, open, run.id, again, { hasLetters })
  const given = max === undefined ? {} : { lettersMax: max }
  const stretch = await handOut(ctx, open, run.id, { hours, ...given })
  if (!stretch) return null
  try {
    return await writeWorkList(ctx, open, stretch, { hasLetters })
  } catch (error) {
    const missing = await missingLists(ctx, letterLists, run.id).catch(() => "")
    process.stderr.write(`${name}: these letters are handed out all the same${missing}\n`)
    throw error
  }
}
