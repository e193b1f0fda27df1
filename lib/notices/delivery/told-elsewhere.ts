import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { type LetterGroup, readPart, readVariantKey } from "../../core/letters.ts"
import type { ItemState } from "../../runs/rules.ts"

/** A letter that arrived, or may have. */
const TOLD: ItemState[] = ["sending", "accepted", "delivered", "complained", "unknown"]
/** A letter that will arrive, while its run is under way. */
const WAITING: ItemState[] = ["queued", "deferred"]

/**
 * The group that each of these people was told last by the incident's other runs, as the ledger has it now; who is missing
 * was told nothing. A letter that came back since it was planned with tells nothing any more.
 */
export async function toldElsewhere(
  { db }: Pick<Context, "db">,
  run: Pick<PlannedRun, "id" | "incidentId">,
  subjects: string[],
): Promise<Map<string, LetterGroup>> {
  const others = await db.plannedRun.findMany({
    where: { incidentId: run.incidentId, kind: "notices", id: { not: run.id }, startedAt: { not: null } },
    orderBy: { number: "asc" },
    select: { id: true, state: true },
  })
  const told = new Map<string, LetterGroup>()
  for (const { id, state } of others) {
    const isUnderWay = state === "running" || state === "paused"
    const items = await db.runItem.findMany({
      where: {
        runId: id,
        subject: { in: subjects },
        state: { in: isUnderWay ? [...TOLD, ...WAITING] : TOLD },
      },
      select: { subject: true, variant: true },
    })
    for (const { subject, variant } of items) told.set(subject, readPart(readVariantKey(variant).part).group)
  }
  return told
}
