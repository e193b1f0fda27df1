import { createReadStream, statSync } from "node:fs"
import { basename } from "node:path"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { figure } from "../../../lib/core/figure.ts"
import { printable } from "../../../lib/core/printable.ts"
import { type ResultsProblem, takeResults } from "../../../lib/notices/external/take-results.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { EXIT } from "../../terminal/exit.ts"
import { findMemberContext } from "../members/member-context.ts"
import { findRun } from "./find-run.ts"

export interface ResultsOptions {
  as?: string
  json: boolean
}

/**
 * `tocsin notices results`: takes what somebody else's system says became of letters. What it says of letters of the run
 * counts; each other line is named, and the status is 2 then.
 */
export async function resultsCommand(
  named: string,
  file: string,
  { as: email, json }: ResultsOptions,
): Promise<void> {
  checkFile(file)
  const tell = ({ line, kind, text }: ResultsProblem) =>
    void process.stderr.write(printable(`${file}, line ${line}: ${kind}: ${text}\n`))
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, email)) ?? openSystemContext(resources)
    const { run, name } = await findRun(ctx, named)
    const source = { name: basename(file), open: () => createReadStream(file) }
    const taken = await takeResults(ctx, run.id, source, tell)
    const { rows, applied, known, strangers, malformed, contradicting } = taken
    process.stdout.write(
      json
        ? `${JSON.stringify({ run: name, ...taken }, null, 2)}\n`
        : `${name}: ${figure(rows)} rows: ${figure(applied)} applied, ${figure(known)} known before, ${figure(strangers)} about letters that are not of this run, ${figure(malformed)} unreadable, ${figure(contradicting)} against what is known\n`,
    )
    if (strangers + malformed + contradicting > 0) process.exitCode = EXIT.wrongInput
  })
}

function checkFile(file: string): void {
  if (!/\.(csv|ndjson)$/i.test(file)) throw new AppError("invalid", `${file}: must end in .csv or .ndjson`)
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile()
  if (!isFile) throw new AppError("invalid", `${file}: is no file`)
}
