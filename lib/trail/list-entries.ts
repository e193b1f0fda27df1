import type { Context, ReadOnlyDb } from "../core/context.ts"
import { actorNames, UNKNOWN_ACTOR } from "./actor-names.ts"
import { INSTALLATION_CHAIN } from "./entry-hash.ts"
import type { EntriesQuery } from "./schemas.ts"
import { idsIn, type Told, toldInWords } from "./told-words.ts"

export const PAGE_ENTRIES = 50
const DAY_MS = 24 * 60 * 60 * 1_000

/** An entry as people read it. */
export interface ListedEntry {
  seq: number
  at: Date
  act: string
  /** Who, by name; the id says who exactly. */
  actor: string
  actorId: string
  /** What they were at the time. */
  role: string
  contentDigest: string
  previous: string
  hash: string
  /** null: it was forgotten. */
  told: Told[] | null
}

export interface EntriesPage {
  /** The latest first. */
  entries: ListedEntry[]
  /** Cursors of the pages beside this one, where there are any. */
  newer: { after: number } | null
  older: { before: number } | null
  /** How many entries the chain has in all. */
  total: number
  /** Acts and people that occur in the chain, to choose from. */
  acts: string[]
  people: { id: string; name: string }[]
}

/** A page of the entries of an incident's chain, or of the installation's (null). Refuses whoever may not see the trail. */
export async function listEntries(
  ctx: Context,
  incidentId: string | null,
  query: EntriesQuery,
  limit = PAGE_ENTRIES,
): Promise<EntriesPage> {
  const chainId = incidentId ?? INSTALLATION_CHAIN
  return await ctx.snapshot("trail.view", async (db) => {
    const isForward = query.after !== undefined
    const found = await readEntries(db, chainId, query, isForward ? "asc" : "desc", limit + 1)
    const entries = found.slice(0, limit)
    if (isForward) entries.reverse()
    const hasMore = found.length > limit
    const [first, last] = [entries[0], entries.at(-1)]
    const chain = await db.trailChain.findUnique({ where: { id: chainId } })
    return {
      entries,
      newer: first && (isForward ? hasMore : query.before !== undefined) ? { after: first.seq } : null,
      older: last && (isForward || hasMore) ? { before: last.seq } : null,
      total: chain?.length ?? 0,
      ...(await choices(db, chainId)),
    }
  })
}

/** Entries of a chain in the order of their numbers, or against it, with what they tell in words. */
export async function readEntries(
  db: ReadOnlyDb,
  chainId: string,
  { act, actor, from, to, before, after }: EntriesQuery,
  order: "asc" | "desc",
  limit: number,
): Promise<ListedEntry[]> {
  const rows = await db.trailEntry.findMany({
    where: {
      chainId,
      ...(act === undefined ? {} : { act }),
      ...(actor === undefined ? {} : { actor }),
      at: {
        ...(from === undefined ? {} : { gte: new Date(from) }),
        ...(to === undefined ? {} : { lt: new Date(Date.parse(to) + DAY_MS) }),
      },
      seq: { ...(before === undefined ? {} : { lt: before }), ...(after === undefined ? {} : { gt: after }) },
    },
    orderBy: { seq: order },
    take: limit,
    include: { content: { select: { text: true } } },
  })
  const texts = rows.flatMap(({ content }) => content?.text ?? [])
  const names = await actorNames(db, [...rows.map((row) => row.actor), ...texts.flatMap(idsIn)])
  return rows.map(({ content, actor: actorId, chainId: _, ...row }) => ({
    ...row,
    actorId,
    actor: names.get(actorId) ?? UNKNOWN_ACTOR,
    told: content && toldInWords(content.text, names),
  }))
}

async function choices(db: ReadOnlyDb, chainId: string): Promise<Pick<EntriesPage, "acts" | "people">> {
  const pairs = await db.trailEntry.groupBy({ by: ["act", "actor"], where: { chainId } })
  const names = await actorNames(
    db,
    pairs.map(({ actor }) => actor),
  )
  const ids = [...new Set(pairs.map(({ actor }) => actor))]
  return {
    acts: [...new Set(pairs.map(({ act }) => act))].sort(),
    people: ids
      .map((id) => ({ id, name: names.get(id) ?? `${UNKNOWN_ACTOR} (${id})` }))
      .sort((one, other) => one.name.localeCompare(other.name)),
  }
}

/** When and where the trail was anchored last, or null. Refuses whoever may not see the trail. */
export async function findLastAnchor(ctx: Context): Promise<{ at: Date; target: string } | null> {
  return await ctx.snapshot("trail.view", (db) =>
    db.trailAnchor.findFirst({ orderBy: { at: "desc" }, select: { at: true, target: true } }),
  )
}
