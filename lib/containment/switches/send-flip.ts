import { Webhook } from "standardwebhooks"
import type { SwitchFlip } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { SendOutgoing } from "../../core/outgoing.ts"
import { secondsOfRetryAfter } from "../../core/retry-after.ts"
import type { Look } from "./rules.ts"
import { openSwitchSecret } from "./switch-secret.ts"

const SEND_MS_MAX = 10_000
const ANSWER_BYTES_MAX = 1_024

interface Addressed {
  id: string
  key: string
  url: string
  secret: string
}

/**
 * Sends a flip, signed as Standard Webhooks has it. Its message has the flip's id and the time at which it was asked for,
 * however often it is sent: who takes each message once, and none that is older than the last, obeys the right one.
 */
export async function sendFlip(
  ctx: Pick<Context, "secret" | "now">,
  send: SendOutgoing,
  { id, key, url, secret }: Addressed,
  flip: Pick<SwitchFlip, "id" | "isOn" | "requestedAt">,
): Promise<NonNullable<Look["sent"]>> {
  const at = ctx.now()
  const payload = JSON.stringify({
    type: "switch.flip",
    timestamp: flip.requestedAt.toISOString(),
    data: { switch: key, on: flip.isOn, flip: flip.id },
  })
  let signature: string
  try {
    signature = new Webhook(openSwitchSecret(ctx, id, secret)).sign(flip.id, at, payload)
  } catch {
    return refused("its secret cannot be read any more; remove the switch and add it again")
  }
  try {
    const { status, retryAfter } = await send({
      url,
      headers: {
        "content-type": "application/json",
        "user-agent": "Tocsin",
        "webhook-id": flip.id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": signature,
      },
      body: payload,
      timeoutMs: SEND_MS_MAX,
      answerBytesMax: ANSWER_BYTES_MAX,
    })
    if (status >= 200 && status < 300) return { isTaken: true, words: String(status), retryAfterS: null }
    const words = status >= 300 && status < 400 ? `${status}, which leads elsewhere` : String(status)
    return { isTaken: false, words, retryAfterS: secondsOfRetryAfter(retryAfter, at) }
  } catch (error) {
    if (error instanceof AppError) return refused(error.message)
    throw error
  }
}

function refused(words: string): NonNullable<Look["sent"]> {
  return { isTaken: false, words, retryAfterS: null }
}
