import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs"
import { resolve } from "node:path"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { figure } from "../../../lib/core/figure.ts"
import { openExternalWork } from "../../../lib/notices/delivery/open-external-work.ts"
import { handOut } from "../../../lib/notices/external/hand-out.ts"
import type { OpenExternalWork } from "../../../lib/notices/external/work-list.ts"
import { writeWorkList } from "../../../lib/notices/external/write-work-list.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { findRun } from "./find-run.ts"
import { findMemberContext } from "./member-context.ts"

export interface WorkListOptions {
  out: string
  hours: number
  max?: number
  letters: boolean
  as?: string
}

/** `tocsin notices work-list`: hands the next letters of a run to somebody else's system, as signed files. */
export async function workListCommand(named: string, options: WorkListOptions): Promise<void> {
  const out = resolve(options.out)
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new AppError("invalid", `--out: ${options.out} is not empty`)
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, options.as)) ?? openSystemContext(resources)
    const { run, name } = await findRun(ctx, named)
    const open: OpenExternalWork = (planned) => openExternalWork(ctx, planned)
    const given = options.max === undefined ? {} : { lettersMax: options.max }
    const stretch = await handOut(ctx, open, run.id, { hours: options.hours, ...given })
    if (!stretch) {
      process.stdout.write(`${name}: nothing is left to hand out\n`)
      return
    }
    const written = await writeWorkList(ctx, open, stretch, { hasLetters: options.letters })
    mkdirSync(out, { recursive: true, mode: 0o700 })
    cpSync(written.folder, out, { recursive: true })
    process.stdout.write(
      `${name}: ${figure(stretch.letters)} letters are in ${out}; what has not come back by ${stretch.deadlineAt.toISOString()} is unknown\n${written.publicKey}`,
    )
  })
}
