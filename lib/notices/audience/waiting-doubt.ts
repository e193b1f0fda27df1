import type { Tx } from "../../core/context.ts"
import type { Part } from "../../core/letters.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { conclusionOf } from "./sending-facts.ts"
import { unaffectedFinding } from "./unaffected-gate.ts"

/**
 * Why letters that wait in a run and reassure their readers may not leave by a revision; null where they may, where none
 * wait, or where legal has let pass just what is open.
 */
export async function waitingDoubt(
  tx: Tx,
  run: { id: string; incidentId: string },
  revision: number,
): Promise<string | null> {
  const { parts } = await runCounts(tx, run.id)
  const waiting = Object.entries(parts).map(([part, { queued, sending, deferred }]) => ({
    part: part as Part,
    letters: queued + sending + deferred,
  }))
  const gate = unaffectedFinding(waiting, await conclusionOf(tx, { incidentId: run.incidentId, revision }))
  if (!gate) return null
  const passed = await tx.noticeOverride.count({ where: { runId: run.id, finding: gate.key } })
  return passed > 0 ? null : gate.text
}
