import type { Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"

/** Lets nobody else change the letters of an incident until the transaction ends. Refuses an incident that is none. */
export async function holdLetters(tx: Tx, incidentId: string): Promise<void> {
  const held = await tx.$executeRaw`SELECT 1 FROM incident WHERE id = ${incidentId}::uuid FOR UPDATE`
  if (held === 0) throw new AppError("not_found", "There is no such incident")
}
