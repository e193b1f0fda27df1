import type { Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The endpoint, which nobody else changes until the transaction ends. Throws not_found for one that was removed. */
export async function heldEndpoint(tx: Tx, id: string) {
  if (UUID.test(id))
    await tx.$executeRaw`SELECT 1 FROM webhook_endpoint WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const endpoint = UUID.test(id)
    ? await tx.webhookEndpoint.findUnique({ where: { id, removedAt: null } })
    : null
  if (!endpoint) throw new AppError("not_found", "There is no such endpoint any more")
  return endpoint
}
