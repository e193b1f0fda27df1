import type { PlannedRun } from "../../prisma/generated/client.ts"
import type { Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"

/**
 * Gives a run, held until the transaction ends: its state does not change and none of its items is begun meanwhile. Take
 * it before chunks or items of the run, as all who need both do. Refuses one that is not there.
 */
export async function holdRun(tx: Tx, runId: string): Promise<PlannedRun> {
  await tx.$queryRaw`SELECT 1 FROM planned_run WHERE id = ${runId}::uuid FOR NO KEY UPDATE`
  const run = await tx.plannedRun.findUnique({ where: { id: runId } })
  if (!run) throw new AppError("not_found", "There is no such run.")
  return run
}
