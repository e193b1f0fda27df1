import { Webhook } from "standardwebhooks"
import type { SystemContext } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { keepWorkingOff } from "../core/keep-working-off.ts"
import type { SendOutgoing } from "../core/outgoing.ts"
import { type ClaimedDelivery, claimDeliveries } from "./claim-deliveries.ts"
import { judge } from "./retry-rules.ts"
import { openSecret } from "./sealed-secret.ts"
import { settleDelivery } from "./settle-delivery.ts"

const IDLE_MS = 1_000
const AT_ONCE_MAX = 8
const ATTEMPT_MS_MAX = 10_000
const ANSWER_BYTES_MAX = 1024

/**
 * Tells endpoints of what waits for them until it is told to stop, and then brings to an end what is under way. Each is
 * told at least once and in no promised order; a slow one holds up no other while there is room.
 */
export async function deliverWebhooks(
  ctx: SystemContext,
  send: SendOutgoing,
  signal: AbortSignal,
): Promise<void> {
  const claim = (countMax: number) => claimDeliveries(ctx, countMax)
  const work = (one: ClaimedDelivery) => deliver(ctx, send, one)
  await keepWorkingOff(ctx, { claim, work, atOnceMax: AT_ONCE_MAX, idleMs: IDLE_MS }, signal)
}

/** Makes one attempt and notes what became of it. */
export async function deliver(
  ctx: SystemContext,
  send: SendOutgoing,
  delivery: ClaimedDelivery,
): Promise<void> {
  const answered = await attempt(ctx, send, delivery)
  await settleDelivery(ctx, delivery, judge(delivery.attempt, answered, Math.random()))
}

async function attempt(
  ctx: SystemContext,
  send: SendOutgoing,
  { id, endpointId, url, secret, payload }: ClaimedDelivery,
): Promise<{ status: number } | { fault: string }> {
  const at = ctx.now()
  try {
    const signature = new Webhook(openSecret(ctx, endpointId, secret)).sign(id, at, payload)
    return await send({
      url,
      headers: {
        "content-type": "application/json",
        "user-agent": "Tocsin",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": signature,
      },
      body: payload,
      timeoutMs: ATTEMPT_MS_MAX,
      answerBytesMax: ANSWER_BYTES_MAX,
    })
  } catch (error) {
    if (error instanceof AppError) return { fault: error.message }
    return { fault: "Its secret cannot be read any more; remove the endpoint and add it again" }
  }
}
