import { once } from "node:events"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import { exportAccount } from "../../../lib/notices/account/export-account.ts"
import { listUnreached } from "../../../lib/notices/account/list-unreached.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { unreachedWords } from "../../terminal/notices-text.ts"
import { findMemberContext } from "../members/member-context.ts"
import { findRun } from "./find-run.ts"

const ROWS_SHOWN = 50

export interface UnreachedOptions {
  csv: boolean
  as?: string
}

/** `tocsin notices unreached`: who was not reached, why and what was done next; as CSV with their names. */
export async function unreachedCommand(named: string, { csv, as: email }: UnreachedOptions): Promise<void> {
  await withResources(readConfig(), async (resources, stopped) => {
    const ctx = (await findMemberContext(resources, email)) ?? openSystemContext(resources)
    const { run, name } = await findRun(ctx, named)
    if (!csv) {
      const page = await listUnreached(ctx, run.id, { limit: ROWS_SHOWN })
      process.stdout.write(unreachedWords(name, page))
      return
    }
    for await (const piece of await exportAccount(ctx, run.id, "unreached")) {
      stopped.throwIfAborted()
      if (!process.stdout.write(piece)) await once(process.stdout, "drain")
    }
  })
}
