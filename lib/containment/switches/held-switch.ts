import type { Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"

/** The switch, which nobody else changes or flips until the transaction ends. Throws not_found for one that was removed. */
export async function heldSwitch(tx: Tx, id: string) {
  if (isUuid(id)) await tx.$executeRaw`SELECT 1 FROM switch WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const found = isUuid(id) ? await tx.switch.findUnique({ where: { id, removedAt: null } }) : null
  if (!found) throw new AppError("not_found", "There is no such switch any more")
  return found
}

/** Throws not_found where there is no such incident. */
export async function demandIncident(tx: Tx, incidentId: string): Promise<void> {
  const count = await tx.incident.count({ where: { id: incidentId } })
  if (count === 0) throw new AppError("not_found", "There is no such incident")
}
