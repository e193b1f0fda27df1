import type { ReadOnlyDb, Tx } from "../core/context.ts"
import { type ForgottenRange, keptActs } from "./rules.ts"

/** Of the entries up to one of them: how many still tell something that can be forgotten, and how many tell what stays. */
export interface Forgettable {
  tell: number
  stay: number
}

export async function countForgettable(
  db: ReadOnlyDb | Tx,
  chainId: string,
  upTo: number,
): Promise<Forgettable> {
  const told = { chainId, seq: { lte: upTo } }
  const tell = await db.trailContent.count({ where: { ...told, entry: { act: { notIn: [...keptActs] } } } })
  return { tell, stay: (await db.trailContent.count({ where: told })) - tell }
}

/**
 * Deletes what the entries of a chain tell, up to one of them; the entries, with their digests, stay, and so does what
 * the trail is verified by. Gives the range that the entry of this act must name as `entries`, and how many were deleted.
 */
export async function forgetContent(
  tx: Tx,
  chainId: string,
  upTo: number,
): Promise<{ entries: ForgottenRange; forgotten: number }> {
  const { count } = await tx.trailContent.deleteMany({
    where: { chainId, seq: { lte: upTo }, entry: { act: { notIn: [...keptActs] } } },
  })
  return { entries: { from: 1, to: upTo }, forgotten: count }
}

/**
 * Up to which entry of a chain forgetting would go now: its last act that is neither part of an approval nor of the
 * trail's own keeping, so that to ask for it does not change what is asked for; null where there is none.
 */
export async function findLastToForget(db: ReadOnlyDb, chainId: string): Promise<number | null> {
  const last = await db.trailEntry.findFirst({
    where: {
      chainId,
      act: { notIn: [...keptActs, "trail.export"] },
      NOT: { act: { startsWith: "approval." } },
    },
    orderBy: { seq: "desc" },
    select: { seq: true },
  })
  return last?.seq ?? null
}
