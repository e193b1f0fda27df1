import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { getNoticeRun } from "./account-run.ts"
import { listAccount } from "./list-account.ts"

const PAGE_ROWS = 500

/** The pseudonyms of all letters of a run of which nobody knows whether they arrived, in order of the list. */
export async function listAllUnknown(
  ctx: Pick<Context, "actor" | "db" | "results" | "config">,
  runId: string,
): Promise<string[]> {
  demand(ctx.actor, "notices.view")
  const run = await getNoticeRun(ctx, runId)
  const unknown: string[] = []
  for (let after: number | null = -1; after !== null; ) {
    const page = await listAccount(ctx, run, ["unknown"], { after, limit: PAGE_ROWS })
    for (const { pseudonym } of page.rows) unknown.push(pseudonym)
    after = page.nextAfter
  }
  return unknown
}
