import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { noticeRunOf } from "./list-planned-runs.ts"
import { standingHolds } from "./plan-sources.ts"

/**
 * Refuses while an authority's hold stands that was placed after a run's list was made: whom it is about is on it.
 * @throws AppError precondition
 */
export async function demandNoLaterHold(
  db: Pick<Context["db"], "noticeHold">,
  run: PlannedRun,
): Promise<void> {
  const { plan } = noticeRunOf(run)
  const later = (await standingHolds(db, run.incidentId)).find(({ id }) => !plan?.holds.includes(id))
  if (later)
    throw new AppError(
      "precondition",
      `${later.agency} asks to wait. Stop this run and ask for a new plan, which leaves those people out`,
    )
}
