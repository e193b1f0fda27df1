import type { ReadOnlyDb, Tx } from "../core/context.ts"

/** A row of a ledger as it is sealed: its id, and all its columns but the one that names the seal, in a fixed order. */
export interface LedgerRow {
  id: string
  cells: readonly (string | number | null)[]
}

/** A table of rows that are written in batches, without an entry each, and sealed into the trail when they are settled. */
export interface Ledger {
  name: string
  /** Rows that will not change any more and are in no seal yet, held for this transaction. */
  takeSettled(tx: Tx, limit: number): Promise<LedgerRow[]>
  /** Notes by which entry of the installation's chain the rows are sealed. */
  markSealed(tx: Tx, ids: readonly string[], seq: number): Promise<void>
  /** The rows of a seal behind an id, in the order of their ids. */
  listSealed(db: ReadOnlyDb, seq: number, after: string | null, limit: number): Promise<LedgerRow[]>
  countSealed(db: ReadOnlyDb): Promise<number>
}

const webhookDeliveries: Ledger = {
  name: "webhook_delivery",
  async takeSettled(tx, limit) {
    const ids = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM webhook_delivery WHERE sealed_by IS NULL AND state IN ('delivered', 'given_up')
      ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`
    const rows = await tx.webhookDelivery.findMany({
      where: { id: { in: ids.map(({ id }) => id) } },
      orderBy: { id: "asc" },
    })
    return rows.map(deliveryRow)
  },
  async markSealed(tx, ids, seq) {
    await tx.webhookDelivery.updateMany({ where: { id: { in: [...ids] } }, data: { sealedBy: seq } })
  },
  async listSealed(db, seq, after, limit) {
    const rows = await db.webhookDelivery.findMany({
      where: { sealedBy: seq, ...(after === null ? {} : { id: { gt: after } }) },
      orderBy: { id: "asc" },
      take: limit,
    })
    return rows.map(deliveryRow)
  },
  countSealed: (db) => db.webhookDelivery.count({ where: { sealedBy: { not: null } } }),
}

type Delivery = Awaited<ReturnType<ReadOnlyDb["webhookDelivery"]["findMany"]>>[number]

/** A column more or less is another digest: it needs another name of its ledger, for old seals stay as they are. */
function deliveryRow(row: Delivery): LedgerRow {
  const { id, endpointId, act, payload, state, attempts, queuedAt, nextAt, lastAnswer, deliveredAt } = row
  const [queued, next, delivered] = [queuedAt, nextAt, deliveredAt].map((at) => at?.toISOString() ?? null)
  return {
    id,
    cells: [
      id,
      endpointId,
      act,
      payload,
      state,
      attempts,
      queued ?? null,
      next ?? null,
      lastAnswer,
      delivered ?? null,
    ],
  }
}

/** All ledgers that there are. */
export const ledgers: readonly Ledger[] = [webhookDeliveries]
