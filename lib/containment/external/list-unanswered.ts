import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { logoutLists } from "./logout-lists.ts"

/** A subject of whom nobody knows whether they were logged out. */
export interface Unanswered {
  pseudonym: string
  chunk: number
  reason: string
}

export const UNANSWERED_MAX = 500

/** Subjects of a logout of whom nobody knows, by pseudonym, the first 500, and how many there are in all. */
export async function listUnanswered(
  ctx: Context,
  runId: string,
): Promise<{ count: number; subjects: Unanswered[] }> {
  demand(ctx.actor, "containment.view")
  await logoutLists.getRun(ctx, runId)
  const where = { runId, state: "unknown" as const }
  const [count, items] = await Promise.all([
    ctx.db.runItem.count({ where }),
    ctx.db.runItem.findMany({ where, orderBy: { row: "asc" }, take: UNANSWERED_MAX }),
  ])
  return {
    count,
    subjects: items.map(({ subject, chunk, reason }) => ({
      pseudonym: subject,
      chunk,
      reason: reason ?? "",
    })),
  }
}
