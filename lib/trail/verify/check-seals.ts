import type { ReadOnlyDb } from "../../core/context.ts"
import { INSTALLATION_CHAIN } from "../entry-hash.ts"
import { LedgerDigest } from "../ledger-digest.ts"
import { ledgers } from "../ledgers.ts"
import { sealOf } from "../rules.ts"
import { type Finding, findingAt, findingOf } from "./finding.ts"
import type { SoundEntry } from "./walk-chain.ts"

const PAGE_ROWS = 1_000

/** By ledger: how many rows the seals that were met hold. */
export type SealedCounts = Map<string, number>

/** The rows that an entry of `ledger.seal` sealed are as many as then, and the same. */
export async function sealFault(
  db: ReadOnlyDb,
  entry: SoundEntry,
  counts: SealedCounts,
): Promise<Finding | null> {
  const seal = sealOf(entry.text ?? "")
  const ledger = ledgers.find(({ name }) => name === seal?.ledger)
  if (!seal || !ledger) return findingAt(entry, "it does not say what it seals")
  const digest = new LedgerDigest()
  let after: string | null = null
  for (;;) {
    const rows = await ledger.listSealed(db, entry.seq, after, PAGE_ROWS)
    digest.add(rows)
    if (rows.length < PAGE_ROWS) break
    after = rows.at(-1)?.id ?? null
  }
  counts.set(ledger.name, (counts.get(ledger.name) ?? 0) + digest.count)
  if (digest.count !== seal.count)
    return findingAt(entry, `it seals ${seal.count} rows of ${ledger.name}, and there are ${digest.count}`)
  if (digest.end() !== seal.digest)
    return findingAt(entry, `rows of ${ledger.name} that it seals were altered: their digest is another`)
  return null
}

/** Are there rows that say they are sealed by an entry which seals none? */
export async function straySeals(db: ReadOnlyDb, counts: SealedCounts): Promise<Finding | null> {
  for (const ledger of ledgers) {
    const [rows, sealed] = [await ledger.countSealed(db), counts.get(ledger.name) ?? 0]
    if (rows !== sealed)
      return findingOf(
        INSTALLATION_CHAIN,
        null,
        `${rows} rows of ${ledger.name} say that they are sealed, and its entries seal ${sealed}`,
      )
  }
  return null
}
