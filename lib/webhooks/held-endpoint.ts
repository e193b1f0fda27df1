import type { Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { isUuid } from "../core/is-uuid.ts"

/** The endpoint, which nobody else changes until the transaction ends. Throws not_found for one that was removed. */
export async function heldEndpoint(tx: Tx, id: string) {
  if (isUuid(id))
    await tx.$executeRaw`SELECT 1 FROM webhook_endpoint WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const endpoint = isUuid(id) ? await tx.webhookEndpoint.findUnique({ where: { id, removedAt: null } }) : null
  if (!endpoint) throw new AppError("not_found", "There is no such endpoint any more")
  return endpoint
}
