import type { ReadOnlyDb } from "../../core/context.ts"
import { contentDigest, entryHash, INSTALLATION_CHAIN, NO_HASH } from "../entry-hash.ts"
import { type ForgottenRange, forgottenRange, isKept } from "../rules.ts"
import { type Finding, findingAt, findingOf } from "./finding.ts"

/** So many entries are in memory at a time. */
const PAGE_ENTRIES = 1_000

type Entry = Awaited<ReturnType<typeof entriesFrom>>[number]

/** An entry whose place, hash and content are sound, with what it tells; null where that was forgotten. */
export interface SoundEntry extends Entry {
  text: string | null
}

/** What is known of a chain besides its entries. */
export interface KnownChain {
  id: string
  /** Of its row in `trail_chain`; null where there is none. */
  end: { length: number; head: string } | null
  /** How many rows there are of its entries and of what they tell. */
  rows: number
  contents: number
}

export interface Walked {
  entries: number
  head: string
  /** The first thing that is broken; the walk ended there. */
  broken: Finding | null
}

/** Walks a chain from its first entry to its last, or to the first that is broken, and shows each sound one to `meet`. */
export async function walkChain(
  db: ReadOnlyDb,
  chain: KnownChain,
  meet: (entry: SoundEntry) => Promise<Finding | null>,
): Promise<Walked> {
  const forgotten = await forgottenRanges(db, chain.id)
  const walked: Walked = { entries: 0, head: NO_HASH, broken: null }
  let contents = 0
  for (let page = await entriesFrom(db, chain.id, null); page.length > 0; ) {
    const texts = await contentsOf(db, chain.id, page)
    contents += texts.size
    for (const entry of page) {
      const content = texts.get(entry.seq) ?? null
      walked.broken = linkFault(entry, walked) ?? contentFault(entry, content, forgotten)
      walked.broken ??= await meet({ ...entry, text: content?.text ?? null })
      if (walked.broken) return walked
      walked.entries = entry.seq
      walked.head = entry.hash
    }
    page = page.length < PAGE_ENTRIES ? [] : await entriesFrom(db, chain.id, walked.entries)
  }
  walked.broken = endFault(chain, walked) ?? (await strayContent(db, chain, walked.entries, contents))
  return walked
}

function entriesFrom(db: ReadOnlyDb, chainId: string, after: number | null) {
  return db.trailEntry.findMany({
    where: { chainId, ...(after === null ? {} : { seq: { gt: after } }) },
    orderBy: { seq: "asc" },
    take: PAGE_ENTRIES,
  })
}

async function contentsOf(db: ReadOnlyDb, chainId: string, page: readonly Entry[]) {
  const contents = await db.trailContent.findMany({
    where: { chainId, seq: { gte: page[0]?.seq ?? 0, lte: page.at(-1)?.seq ?? 0 } },
  })
  return new Map(contents.map((content) => [content.seq, content]))
}

/** Does the entry follow on the one before, and is it what its hash was made of? */
function linkFault(entry: Entry, { entries, head }: Walked): Finding | null {
  const { chainId, seq } = entry
  const due = entries + 1
  if (seq > due) return findingOf(chainId, due, `it is missing; the next entry is ${seq}`)
  if (seq < due) return findingAt(entry, "its number is there twice, or is none")
  if (!isOfItsHash(entry)) return findingAt(entry, "its hash is not that of its columns")
  if (entry.previous !== head) return findingAt(entry, "it does not follow on the entry before it")
  if (seq === 1 && chainId !== INSTALLATION_CHAIN && entry.act !== "incident.declare")
    return findingAt(entry, "an incident's first entry is its declaration, and this is another act")
  return null
}

/** What nobody can have written, such as two lines in one column or a moment that is none, is of no hash. */
function isOfItsHash(entry: Entry): boolean {
  try {
    return entryHash(entry) === entry.hash
  } catch {
    return false
  }
}

function contentFault(
  entry: Entry,
  content: { salt: string; text: string } | null,
  forgotten: readonly (ForgottenRange & { by: number })[],
): Finding | null {
  if (content !== null)
    return contentDigest(content.salt, content.text) === entry.contentDigest
      ? null
      : findingAt(entry, "what it tells was altered: its digest is another")
  if (isKept(entry.act)) return findingAt(entry, "what it tells is missing, and is never forgotten")
  const isForgotten = forgotten.some(
    ({ from, to, by }) => from <= entry.seq && entry.seq <= to && entry.seq < by,
  )
  return isForgotten
    ? null
    : findingAt(entry, "what it tells is missing, and no entry says that it was forgotten")
}

/** What later entries of the chain say was forgotten; whether they are sound themselves, the walk finds when it meets them. */
async function forgottenRanges(db: ReadOnlyDb, chainId: string) {
  const entries = await db.trailEntry.findMany({
    where: { chainId, act: "trail.forget" },
    select: { seq: true, content: { select: { text: true } } },
  })
  return entries.flatMap(({ seq, content }) => {
    const range = content && forgottenRange(content.text)
    return range ? [{ ...range, by: seq }] : []
  })
}

/** Does the chain end where its row says that it does? */
function endFault({ id, end, rows }: KnownChain, { entries, head }: Walked): Finding | null {
  if (end === null) return findingOf(id, null, "it has entries, and is not in the list of chains")
  if (entries < end.length)
    return findingOf(id, entries + 1, `it is missing, and all after it: the chain has ${end.length} entries`)
  if (entries !== rows)
    return findingOf(id, null, `it has ${rows} entries, and ${entries} of them are numbered`)
  if (entries > end.length)
    return findingOf(
      id,
      end.length + 1,
      `the chain has no more than ${end.length} entries, and this is one more`,
    )
  return head === end.head
    ? null
    : findingOf(id, entries, "it is the last one, and the chain names another as its head")
}

async function strayContent(
  db: ReadOnlyDb,
  { id, contents }: KnownChain,
  entries: number,
  met: number,
): Promise<Finding | null> {
  if (met === contents) return null
  const stray = await db.trailContent.findFirst({
    where: { chainId: id, OR: [{ seq: { lt: 1 } }, { seq: { gt: entries } }] },
    orderBy: { seq: "asc" },
  })
  return findingOf(id, stray?.seq ?? null, "something is told here, and there is no such entry")
}
