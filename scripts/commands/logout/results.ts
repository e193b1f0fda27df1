import { openSystemContext } from "../../../lib/access/open-context.ts"
import { logoutLists } from "../../../lib/containment/external/logout-lists.ts"
import { listUnproved } from "../../../lib/containment/logout/list-unproved.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { takeResultsOf } from "../../../lib/runs/external/take-results-of.ts"
import { withResources } from "../../processes/system-context.ts"
import { unprovedWords } from "../../terminal/logout-text.ts"
import { findMemberContext } from "../members/member-context.ts"
import { checkResultsFile, takeFile, takenWords } from "../work-lists/take-file.ts"
import { findLogout } from "./find-logout.ts"

export interface ResultsOptions {
  as?: string
  json: boolean
}

/**
 * `tocsin logout results`: takes what somebody else's system says became of subjects, and names those of whom nobody
 * may say that they were logged out. Each line that does not count is named, and the status is 2 then.
 */
export async function resultsCommand(
  named: string,
  file: string,
  { as: email, json }: ResultsOptions,
): Promise<void> {
  checkResultsFile(file)
  await withResources(readConfig(), async (resources) => {
    const ctx = (await findMemberContext(resources, email)) ?? openSystemContext(resources)
    const { run, name } = await findLogout(ctx, named)
    const taken = await takeFile(file, (source, tell) =>
      takeResultsOf(ctx, logoutLists, run.id, source, tell),
    )
    const unproved = await listUnproved(ctx, run.id)
    process.stdout.write(
      json
        ? `${JSON.stringify({ run: name, ...taken, unproved }, null, 2)}\n`
        : `${name}: ${takenWords(logoutLists, taken)}\n${unprovedWords(unproved)}`,
    )
  })
}
