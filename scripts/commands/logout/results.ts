import { openSystemContext } from "../../../lib/access/open-context.ts"
import { listUnanswered } from "../../../lib/containment/external/list-unanswered.ts"
import { logoutLists } from "../../../lib/containment/external/logout-lists.ts"
import { figure } from "../../../lib/core/figure.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { takeResultsOf } from "../../../lib/runs/external/take-results-of.ts"
import { withResources } from "../../processes/system-context.ts"
import { findMemberContext } from "../members/member-context.ts"
import { checkResultsFile, takeFile, takenWords } from "../work-lists/take-file.ts"
import { findLogout } from "./find-logout.ts"

export interface ResultsOptions {
  as?: string
  json: boolean
}

/**
 * `tocsin logout results`: takes what somebody else's system says became of subjects, and names those of whom nobody
 * knows. Each line that does not count is named, and the status is 2 then.
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
    const unanswered = await listUnanswered(ctx, run.id)
    process.stdout.write(
      json
        ? `${JSON.stringify({ run: name, ...taken, unanswered }, null, 2)}\n`
        : `${name}: ${takenWords(logoutLists, taken)}\n${unansweredWords(unanswered)}`,
    )
  })
}

function unansweredWords({ count, subjects }: Awaited<ReturnType<typeof listUnanswered>>): string {
  if (count === 0) return ""
  const first = subjects.map(({ pseudonym, reason }) => `  ${pseudonym}  ${reason}\n`).join("")
  const more = count > subjects.length ? `  and ${figure(count - subjects.length)} more\n` : ""
  return `Nobody knows whether these were logged out (${figure(count)}):\n${first}${more}`
}
