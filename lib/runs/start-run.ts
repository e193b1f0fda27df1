import type { Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { holdRun } from "./hold-run.ts"
import { judgeRun } from "./rules.ts"

const UNIQUE_VIOLATED = "P2002"

/**
 * Begins a planned run, for the performance of its approval: nothing is done before `startsAt`, and no chunks but the open ones, where it goes in waves. Refuses a run that is not
 * planned, and one beside which another of its kind is under way in the incident.
 */
export async function startRun(
  tx: Tx,
  runId: string,
  approvalId: string | null,
  startsAt: Date,
  bounds: { checkedRevision?: null; openChunks?: number } = {},
): Promise<void> {
  const run = await holdRun(tx, runId)
  const { send } = judgeRun(run)
  if (!send.allowed) throw new AppError("conflict", `${send.reason}.`)
  const begun = { startsAt, approvalId, checkedRevision: run.revision ?? 0, ...bounds }
  try {
    await tx.plannedRun.update({
      where: { id: runId },
      data: { state: "running", startedAt: new Date(), ...begun },
    })
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATED) throw error
    throw new AppError(
      "conflict",
      "Another run of this incident is under way; wait for its end or stop it first.",
      { cause: error },
    )
  }
}
