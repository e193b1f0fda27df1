import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { parquetScan } from "../../core/sql.ts"
import { listFile } from "../../runs/planning/run-folder.ts"

/** A run of letters as it is kept. Throws not_found where there is none. */
export async function getNoticeRun(ctx: Pick<Context, "db">, runId: string): Promise<PlannedRun> {
  const run = isUuid(runId) ? await ctx.db.plannedRun.findUnique({ where: { id: runId } }) : null
  if (run?.kind !== "notices") throw new AppError("not_found", "There is no such run of letters")
  return run
}

/** SQL: the rows of a run's frozen list. */
export function frozenList(ctx: Pick<Context, "config">, run: Pick<PlannedRun, "id" | "incidentId">): string {
  return parquetScan([listFile(ctx.config, run)])
}
