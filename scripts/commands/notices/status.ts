import { getRunStatus } from "../../../lib/notices/account/get-run-status.ts"
import { listAllUnknown } from "../../../lib/notices/account/list-all-unknown.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withSystemContext } from "../../processes/system-context.ts"
import { statusWords } from "../../terminal/notices-text.ts"
import { findRun } from "./find-run.ts"

/** `tocsin notices status`: how many letters are in which state, by group, how fast, and of whom nobody knows; all of them as JSON. */
export async function statusCommand(named: string, { json }: { json: boolean }): Promise<void> {
  await withSystemContext(readConfig(), async (ctx) => {
    const { run, name } = await findRun(ctx, named)
    const status = await getRunStatus(ctx, run.id)
    if (!json) {
      process.stdout.write(statusWords(name, run, status))
      return
    }
    const told = { run: name, id: run.id, ...status, unknown: await listAllUnknown(ctx, run.id) }
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`)
  })
}
