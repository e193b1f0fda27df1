import { setTimeout as wait } from "node:timers/promises"
import { Webhook } from "standardwebhooks"
import type { SystemContext } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
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
  const underWay = new Set<Promise<void>>()
  let told = ""
  const tell = (error: unknown) => {
    const reason = String(error)
    if (reason !== told) ctx.log.warn("worker.waits", { error })
    told = reason
  }
  while (!signal.aborted) {
    const claimed = await claimDeliveries(ctx, AT_ONCE_MAX - underWay.size).catch((error: unknown) => {
      tell(error)
      return []
    })
    for (const one of claimed) {
      const work: Promise<void> = deliver(ctx, send, one)
        .catch(tell)
        .finally(() => underWay.delete(work))
      underWay.add(work)
    }
    if (claimed.length === 0) await wait(IDLE_MS, undefined, { signal }).catch(() => {})
    else if (underWay.size >= AT_ONCE_MAX) await Promise.race(underWay)
  }
  await Promise.all(underWay)
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
