import type { SystemContext } from "../../core/context.ts"

/** How long a reader that says nothing keeps a watch. */
export const LEASE_S = 30

export interface ClaimedWatch {
  id: string
  readerId: string
}

/** Takes the watch that is due longest, for one reader alone. Gives null where none is due. */
export async function claimWatch(ctx: SystemContext, readerId: string): Promise<ClaimedWatch | null> {
  const [watch] = await ctx.ledger(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      UPDATE watch SET reader_id = ${readerId}::uuid, reader_until = now() + make_interval(secs => ${LEASE_S})
      WHERE id = (
        SELECT id FROM watch
        WHERE stopped_at IS NULL AND next_at <= now() AND (reader_until IS NULL OR reader_until < now())
        ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id`,
  )
  return watch ? { id: watch.id, readerId } : null
}

/** Keeps a watch for its reader; false where somebody stopped it or another reader has it since. */
export async function renewWatch(ctx: SystemContext, { id, readerId }: ClaimedWatch): Promise<boolean> {
  const count = await ctx.ledger(
    (tx) => tx.$executeRaw`
      UPDATE watch SET reader_until = now() + make_interval(secs => ${LEASE_S})
      WHERE id = ${id}::uuid AND reader_id = ${readerId}::uuid AND stopped_at IS NULL`,
  )
  return count > 0
}

/** Gives a watch back unread, so that another reader takes it at once. */
export async function releaseWatch(ctx: SystemContext, { id, readerId }: ClaimedWatch): Promise<void> {
  await ctx.ledger((tx) =>
    tx.watch.updateMany({ where: { id, readerId }, data: { readerId: null, readerUntil: null } }),
  )
}
