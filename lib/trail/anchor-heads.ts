import { randomUUID } from "node:crypto"
import type { Context, ReadOnlyDb, Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { anchorLine } from "./anchor-line.ts"
import { deliverAnchor } from "./deliver-anchor.ts"
import { INSTALLATION_CHAIN } from "./entry-hash.ts"
import { type AnchorTold, type Head, headsSchema } from "./rules.ts"

/** One at a time anchors: the number of the lock in the database. */
const ANCHOR_LOCK = 720_311

/**
 * Gives the ends of all chains to whoever the settings name outside, and notes that in the trail. Says what was anchored,
 * or null where nothing has happened since the last anchor; of two at once, one anchors. `isDue` asks to anchor only what
 * is due: once a day, after its last act.
 * @throws AppError precondition where no place outside is set, unavailable where it did not take the anchor
 */
export async function anchorHeads(ctx: Context, { isDue = false } = {}): Promise<AnchorTold | null> {
  const target = anchorTarget(ctx)
  return await ctx.mutate(
    "trail.anchor",
    (anchored: AnchorTold | null) => anchored && { incidentId: null, details: { ...anchored } },
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ANCHOR_LOCK})`
      const now = ctx.now()
      const heads = await movedHeads(tx)
      if (heads === null || (isDue && !(await isDayOver(tx, now)))) return null
      const anchor = randomUUID()
      await deliverAnchor(ctx, target, anchorLine({ anchor, at: now.toISOString(), heads }), now)
      await tx.trailAnchor.create({ data: { id: anchor, at: now, target, heads } })
      return { anchor, at: now.toISOString(), target, heads }
    },
  )
}

/** Whether there is something to anchor now: a cheap question, for whoever asks often. */
export async function isAnchorDue(ctx: Context): Promise<boolean> {
  if (ctx.config.trailAnchor === null) return false
  return (await isDayOver(ctx.db, ctx.now())) && (await movedHeads(ctx.db)) !== null
}

function anchorTarget({ config }: Context): string {
  if (config.trailAnchor === null)
    throw new AppError(
      "precondition",
      "TOCSIN_TRAIL_ANCHOR: names no file and no address to which the trail could be anchored",
    )
  return config.trailAnchor
}

/** The last anchor is of an earlier day, in UTC: what was done since then up to midnight waits for one. */
async function isDayOver(db: ReadOnlyDb | Tx, now: Date): Promise<boolean> {
  const last = await db.trailAnchor.findFirst({ orderBy: { at: "desc" }, select: { at: true } })
  return last === null || dayOf(last.at) < dayOf(now)
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** Where all chains end, or null where that is as it was anchored last, but for the entry of that anchor itself. */
async function movedHeads(db: ReadOnlyDb | Tx): Promise<Head[] | null> {
  const chains = await db.trailChain.findMany({ where: { length: { gt: 0 } }, orderBy: { id: "asc" } })
  const last = await db.trailAnchor.findFirst({ orderBy: { at: "desc" }, select: { heads: true } })
  const anchored = new Map(headsSchema.parse(last?.heads ?? []).map(({ chain, entries }) => [chain, entries]))
  const isMoved = chains.some(({ id, length }) => {
    const own = last !== null && id === INSTALLATION_CHAIN ? 1 : 0
    return length > (anchored.get(id) ?? 0) + own
  })
  return isMoved ? chains.map(({ id, length, head }) => ({ chain: id, entries: length, hash: head })) : null
}
