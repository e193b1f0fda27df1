import { isDeepStrictEqual } from "node:util"
import type { ReadOnlyDb } from "../../core/context.ts"
import { INSTALLATION_CHAIN } from "../entry-hash.ts"
import { anchorOf, type Head } from "../rules.ts"
import { type Finding, type Findings, findingAt, findingOf } from "./finding.ts"
import type { SoundEntry } from "./walk-chain.ts"

/** So many heads are looked up at a time. */
const PAGE_HEADS = 200

/**
 * Holds the heads that were anchored against the chains as they are. Most chains have not moved between one anchor and the
 * next: heads that were the same before are not looked up again, so that many anchors cost little.
 */
export class AnchorCheck {
  private readonly db: ReadOnlyDb
  private readonly findings: Findings
  private readonly proven = new Map<string, string>()

  constructor(db: ReadOnlyDb, findings: Findings) {
    this.db = db
    this.findings = findings
  }

  /** @param source names the anchor to people: "the anchor of 2024-02-16T10:00:00.000Z" */
  async hold(heads: readonly Head[], source: string): Promise<void> {
    const moved = heads.filter((head) => this.proven.get(head.chain) !== keyOf(head))
    for (let at = 0; at < moved.length; at += PAGE_HEADS)
      await this.holdPage(moved.slice(at, at + PAGE_HEADS), source)
  }

  private async holdPage(heads: readonly Head[], source: string): Promise<void> {
    const entries = await this.db.trailEntry.findMany({
      where: { OR: heads.map(({ chain, entries: seq }) => ({ chainId: chain, seq })) },
    })
    const found = new Map(entries.map((entry) => [`${entry.chainId} ${entry.seq}`, entry]))
    for (const head of heads) {
      const entry = found.get(`${head.chain} ${head.entries}`)
      if (entry?.hash === head.hash) this.proven.set(head.chain, keyOf(head))
      else if (entry) this.findings.add(findingAt(entry, `it is not the entry that ${source} names`))
      else
        this.findings.add(
          findingOf(head.chain, head.entries, `it is missing; ${source} names it as the chain's last`),
        )
    }
  }
}

function keyOf({ entries, hash }: Head): string {
  return `${entries} ${hash}`
}

/** An entry of `trail.anchor` has its row in `trail_anchor`, which says the same. */
export async function anchorFault(
  db: ReadOnlyDb,
  entry: SoundEntry,
  check: AnchorCheck,
): Promise<Finding | null> {
  const told = anchorOf(entry.text ?? "")
  if (!told) return findingAt(entry, "it does not say what was anchored")
  const row = await db.trailAnchor.findUnique({ where: { id: told.anchor } })
  if (!row) return findingAt(entry, `the anchor ${told.anchor} that it names is missing`)
  const { at, target, heads } = row
  if (
    at.getTime() !== new Date(told.at).getTime() ||
    target !== told.target ||
    !isDeepStrictEqual(heads, told.heads)
  )
    return findingAt(entry, `the anchor ${told.anchor} that it names was altered`)
  await check.hold(told.heads, `the anchor of ${told.at}`)
  return null
}

/** Are there anchors that no entry names? All that entries name were found when they were met. */
export async function strayAnchors(db: ReadOnlyDb, named: number): Promise<Finding | null> {
  const rows = await db.trailAnchor.count()
  return rows === named
    ? null
    : findingOf(INSTALLATION_CHAIN, null, `there are ${rows} anchors, and its entries name ${named}`)
}
