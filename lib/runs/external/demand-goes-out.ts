import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { ExternalKind } from "./external-kind.ts"

const why: Partial<Record<PlannedRun["state"], string>> = {
  planning: "has not begun",
  planned: "has not begun",
  paused: "is paused",
}

/**
 * Refuses to let a work list of a run go out that is not under way, or with which somebody has asked to wait: what is
 * given to somebody else cannot be called back. It holds for as long as the run is held.
 * @throws AppError precondition
 */
export async function demandGoesOut(
  db: Context["db"] | Tx,
  kind: Pick<ExternalKind, "demandNobodyWaits">,
  run: PlannedRun,
): Promise<void> {
  if (run.state !== "running")
    throw new AppError(
      "precondition",
      `This run ${why[run.state] ?? "has ended"}: none of its lists goes out`,
    )
  await kind.demandNobodyWaits?.(db, run)
}
