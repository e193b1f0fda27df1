import type { SystemContext } from "../core/context.ts"
import { INSTALLATION_CHAIN } from "./entry-hash.ts"
import { holdChain } from "./hold-chain.ts"
import { LedgerDigest } from "./ledger-digest.ts"
import { type Ledger, ledgers } from "./ledgers.ts"

/** So many rows are in one seal, so that nobody waits long for the chain. */
const SEAL_ROWS_MAX = 5_000

/**
 * Seals the rows of a ledger that are settled into the installation's chain, by their count and digest, and says how many
 * there were. Of two who seal at once each takes rows of its own. Sealed rows cannot be changed any more.
 */
export async function sealLedger(
  ctx: SystemContext,
  ledger: Ledger,
  rowsMax = SEAL_ROWS_MAX,
): Promise<number> {
  const sealed = await ctx.mutate(
    "ledger.seal",
    (seal: { count: number; digest: string } | null) =>
      seal && { incidentId: null, details: { ledger: ledger.name, ...seal } },
    async (tx) => {
      const rows = await ledger.takeSettled(tx, rowsMax)
      if (rows.length === 0) return null
      const digest = new LedgerDigest()
      digest.add(rows)
      // The entry is the next of the chain, which is held from here until it is appended.
      const { length } = await holdChain(tx, INSTALLATION_CHAIN)
      const ids = rows.map(({ id }) => id)
      await ledger.markSealed(tx, ids, length + 1)
      return { count: digest.count, digest: digest.end() }
    },
  )
  return sealed?.count ?? 0
}

/** Seals all that is settled in all ledgers. */
export async function sealLedgers(ctx: SystemContext): Promise<void> {
  for (const ledger of ledgers) while ((await sealLedger(ctx, ledger)) === SEAL_ROWS_MAX);
}
