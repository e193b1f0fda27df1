import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { type AccountPage, type AccountPlace, type AccountRow, reachedStates } from "./account-row.ts"
import { getNoticeRun } from "./account-run.ts"
import { listAccount } from "./list-account.ts"

/** Whom a run's letters reached: taken by the other side, delivered, or complained about. A page in order of the list. */
export async function listReached(
  ctx: Pick<Context, "actor" | "db" | "results" | "config">,
  runId: string,
  place: AccountPlace,
): Promise<AccountPage<AccountRow>> {
  demand(ctx.actor, "notices.view")
  return await listAccount(ctx, await getNoticeRun(ctx, runId), reachedStates, place)
}
