import type { Context } from "../core/context.ts"
import { type CsvCell, csvLine } from "../core/csv.ts"
import { wordsOf } from "./act-words.ts"
import { INSTALLATION_CHAIN } from "./entry-hash.ts"
import { type ListedEntry, readEntries } from "./list-entries.ts"
import { type EntriesQuery, serialiseFilters } from "./schemas.ts"

const CHUNK_ENTRIES = 1_000

/**
 * The entries of a chain that are asked for as the text of a CSV file, in pieces, in the order of their numbers. The
 * export is an act of its own, in the same chain, and does not hold itself; text that a spreadsheet would take for a
 * formula is disarmed.
 */
export async function* exportEntries(
  ctx: Context,
  incidentId: string | null,
  query: EntriesQuery,
  chunkEntries = CHUNK_ENTRIES,
): AsyncGenerator<string> {
  const chainId = incidentId ?? INSTALLATION_CHAIN
  const filters = Object.fromEntries(serialiseFilters(query))
  const upTo = await ctx.mutate(
    "trail.export",
    (length: number) => ({ incidentId, details: { ...filters, upTo: length } }),
    async (tx) => (await tx.trailChain.findUnique({ where: { id: chainId } }))?.length ?? 0,
  )
  yield csvLine(columns)
  const { act, actor, from, to } = query
  let after: number | undefined
  for (;;) {
    const asked = { act, actor, from, to, after, before: upTo + 1 }
    const entries = await readEntries(ctx.db, chainId, asked, "asc", chunkEntries)
    if (entries.length > 0) yield entries.map((entry) => csvLine(cellsOf(entry))).join("")
    if (entries.length < chunkEntries) return
    after = entries.at(-1)?.seq
  }
}

const columns = [
  "number",
  "at",
  "who",
  "who_id",
  "role",
  "act",
  "what",
  "told",
  "content_digest",
  "previous",
  "hash",
]

function cellsOf(entry: ListedEntry): CsvCell[] {
  const { seq, at, actor, actorId, role, act, told, contentDigest, previous, hash } = entry
  const words = told === null ? "forgotten" : told.map(({ label, value }) => `${label}: ${value}`).join("; ")
  return [
    seq,
    at.toISOString(),
    actor,
    actorId,
    role,
    act,
    wordsOf(act),
    words,
    contentDigest,
    previous,
    hash,
  ]
}
