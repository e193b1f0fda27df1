import type { SystemContext } from "../core/context.ts"
import type { ClaimedDelivery } from "./claim-deliveries.ts"
import type { Outcome } from "./retry-rules.ts"

const ANSWER_CHARACTERS_MAX = 300

/**
 * Notes what became of an attempt, unless another worker has taken the delivery since or it was given up. An endpoint
 * that says that it is gone is told nothing any more, by an act of Tocsin's own.
 */
export async function settleDelivery(
  ctx: SystemContext,
  { id, endpointId, attempt }: Pick<ClaimedDelivery, "id" | "endpointId" | "attempt">,
  outcome: Outcome,
): Promise<void> {
  const { state } = outcome
  const lastAnswer = outcome.answer.slice(0, ANSWER_CHARACTERS_MAX)
  const pauseS = outcome.state === "waiting" ? outcome.pauseMs / 1000 : 0
  await ctx.ledger(
    (tx) => tx.$executeRaw`
      UPDATE webhook_delivery SET state = ${state}::"DeliveryState", last_answer = ${lastAnswer},
        next_at = now() + make_interval(secs => ${pauseS}),
        delivered_at = CASE WHEN ${state} = 'delivered' THEN now() END
      WHERE id = ${id}::uuid AND state = 'waiting' AND attempts = ${attempt}`,
  )
  if (outcome.state === "given_up" && outcome.isGone) await pauseGone(ctx, endpointId)
}

async function pauseGone(ctx: SystemContext, endpointId: string): Promise<void> {
  const about = (isNew: boolean) =>
    isNew
      ? { incidentId: null, details: { endpoint: endpointId, isActive: false, answer: "410, gone" } }
      : null
  await ctx.mutate("webhook.change", about, async (tx) => {
    const { count } = await tx.webhookEndpoint.updateMany({
      where: { id: endpointId, isActive: true },
      data: { isActive: false },
    })
    return count > 0
  })
}
