import { createWriteStream, existsSync, mkdirSync, readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { pipeline } from "node:stream/promises"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { figure } from "../../../lib/core/figure.ts"
import { openExternalWork } from "../../../lib/notices/delivery/open-external-work.ts"
import { handOut } from "../../../lib/notices/external/hand-out.ts"
import { openWorkListFile, SIGNED } from "../../../lib/notices/external/open-work-list-file.ts"
import type { OpenExternalWork } from "../../../lib/notices/external/work-list.ts"
import { listWorkLists } from "../../../lib/notices/external/work-lists.ts"
import { type WorkListFiles, writeWorkList } from "../../../lib/notices/external/write-work-list.ts"
import { writeWorkListAgain } from "../../../lib/notices/external/write-work-list-again.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { findMemberContext } from "../members/member-context.ts"
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
  const out = resolve(options.out)
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new AppError("invalid", `--out: ${options.out} is not empty`)
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, options.as)) ?? openSystemContext(resources)
    const found = await findRun(ctx, named)
    const written = await write(ctx, found, options)
    if (!written) {
      const missing = await missingLists(ctx, found.run.id)
      process.stdout.write(`${found.name}: nothing is left to hand out${missing}\n`)
      return
    }
    await takeAway(ctx, found.run.id, written, out)
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
    const missing = await missingLists(ctx, run.id).catch(() => "")
    process.stderr.write(`${name}: these letters are handed out all the same${missing}\n`)
    throw error
  }
}

/** Each file with its entry: who took it, and that nobody asked to wait meanwhile. */
async function takeAway(
  ctx: Context,
  runId: string,
  { stretch, files }: WorkListFiles,
  out: string,
): Promise<void> {
  mkdirSync(out, { recursive: true, mode: 0o700 })
  for (const name of [...files.map((file) => file.name), ...SIGNED]) {
    const { pieces } = await openWorkListFile(ctx, runId, stretch, name)
    await pipeline(pieces, createWriteStream(join(out, name), { mode: 0o600 }))
  }
}

/** How to write what was handed out without its list. */
async function missingLists(ctx: Context, runId: string): Promise<string> {
  const lists = (await listWorkLists(ctx, runId)).filter(({ files }) => files.length === 0)
  return lists.map(({ stretch }) => `; --again ${stretch} writes a list that is missing`).join("")
}
