import type { About, Actor, Tx } from "../core/context.ts"
import type { Act } from "../core/permissions.ts"
import { appendEntry } from "../trail/append-entry.ts"
import { queueDeliveries } from "../webhooks/queue-deliveries.ts"

/** Appends the entry of an act, and notes who is to be told of it, in the transaction of the act; it comes last in it. */
export async function noteAct(tx: Tx, actor: Actor, act: Act, about: About): Promise<void> {
  await queueDeliveries(tx, act, await appendEntry(tx, actor, act, about))
}
