import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { getLogout } from "./logout-run.ts"

/** Somebody of whom nobody may say that they were logged out. */
export interface Unproved {
  pseudonym: string
  part: string
  /** Survived: they were said to be, and had something left when they were inspected. */
  why: "unknown" | "failed" | "put_off" | "survived"
  reason: string
}

export const UNPROVED_MAX = 500

const whys = { unknown: "unknown", rejected: "failed", deferred: "put_off" } as const
type State = keyof typeof whys
const states = Object.keys(whys) as State[]

/**
 * Whom a logout has not reached for sure, by pseudonym, the first 500 in the order of its list, and how many there are in
 * all. Who is still to be begun is not among them. Throws not_found where there is none.
 */
export async function listUnproved(
  ctx: Context,
  runId: string,
): Promise<{ count: number; subjects: Unproved[] }> {
  demand(ctx.actor, "containment.view")
  await getLogout(ctx, runId)
  const samples = await ctx.db.logoutSample.findMany({
    where: { runId, survivors: { gt: 0 } },
    select: { row: true },
  })
  const survived = { state: "accepted" as const, row: { in: samples.map(({ row }) => row) } }
  const where = { runId, OR: [{ state: { in: states } }, survived] }
  const [count, items] = await Promise.all([
    ctx.db.runItem.count({ where }),
    ctx.db.runItem.findMany({ where, orderBy: { row: "asc" }, take: UNPROVED_MAX }),
  ])
  const parts = await partsOf(ctx, runId)
  return {
    count,
    subjects: items.map(({ subject, chunk, state, reason }) => ({
      pseudonym: subject,
      part: parts.get(chunk) ?? "",
      why: state === "accepted" ? "survived" : whys[state as State],
      reason: state === "accepted" ? "something was left when it was inspected" : (reason ?? ""),
    })),
  }
}

async function partsOf({ db }: Context, runId: string): Promise<Map<number, string>> {
  const chunks = await db.runChunk.findMany({ where: { runId }, select: { number: true, part: true } })
  return new Map(chunks.map(({ number, part }) => [number, part]))
}
