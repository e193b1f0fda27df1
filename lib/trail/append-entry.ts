import type { Act } from "../core/acts.ts"
import type { About, Actor, Tx } from "../core/context.ts"

/** Adds an act to the trail, in the transaction of the act itself: the two are there together or not at all. */
export async function appendEntry(
  tx: Tx,
  actor: Actor,
  act: Act,
  { incidentId, details }: About,
): Promise<void> {
  await tx.trailEntry.create({ data: { actor: actor.id, act, incidentId, details } })
}
