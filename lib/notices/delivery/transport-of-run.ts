import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import type { TransportName } from "../../core/letter-transport.ts"
import type { WayOut } from "../audience/plan-words.ts"
import { findArming } from "./find-arming.ts"

export interface RunTransport {
  name: TransportName
  /** Why nothing may leave that way just now; null where it may. */
  trouble: string | null
}

/**
 * Which way the letters of a run leave: the one that it was approved for, whatever was armed later. What was approved for a
 * relay that is not armed any more does not go to the sink instead: it would count as sent.
 */
export async function transportOfRun(
  ctx: Pick<Context, "db" | "config">,
  run: Pick<PlannedRun, "approvalId">,
): Promise<RunTransport> {
  const approved = await approvedRelay(ctx, run)
  if (approved === null) return { name: "sink", trouble: null }
  const { relay, arming } = await findArming(ctx)
  const isArmed = arming !== null && relay === approved
  return {
    name: "smtp",
    trouble: isArmed ? null : "The relay that these letters were approved for is not armed",
  }
}

/** Host and port of the relay that a run was approved for, as the facts of its approval have it. */
async function approvedRelay(
  { db }: Pick<Context, "db">,
  { approvalId }: Pick<PlannedRun, "approvalId">,
): Promise<string | null> {
  if (approvalId === null) return null
  const approval = await db.approval.findUnique({ where: { id: approvalId }, select: { plan: true } })
  const { facts } = (approval?.plan ?? {}) as { facts?: { way?: WayOut } }
  return facts?.way?.name === "smtp" ? facts.way.relay : null
}
