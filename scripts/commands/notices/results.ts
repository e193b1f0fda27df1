import { openSystemContext } from "../../../lib/access/open-context.ts"
import { letterLists } from "../../../lib/notices/external/letter-lists.ts"
import { takeResults } from "../../../lib/notices/external/take-results.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { findMemberContext } from "../members/member-context.ts"
import { checkResultsFile, takeFile, takenWords } from "../work-lists/take-file.ts"
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
  checkResultsFile(file)
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, email)) ?? openSystemContext(resources)
    const { run, name } = await findRun(ctx, named)
    const taken = await takeFile(file, (source, tell) => takeResults(ctx, run.id, source, tell))
    process.stdout.write(
      json
        ? `${JSON.stringify({ run: name, ...taken }, null, 2)}\n`
        : `${name}: ${takenWords(letterLists, taken)}\n`,
    )
  })
}
