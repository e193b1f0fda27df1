import type { SystemContext } from "../../core/context.ts"
import { keepWorkingOff } from "../../core/keep-working-off.ts"
import type { SendOutgoing } from "../../core/outgoing.ts"
import { type ClaimedSwitch, claimSwitches } from "./claim-switches.ts"
import { askEvaluation } from "./evaluation.ts"
import { isDue, type Look } from "./rules.ts"
import { sendFlip } from "./send-flip.ts"
import { settleFlip } from "./settle-flip.ts"

const IDLE_MS = 500
const AT_ONCE_MAX = 8

/**
 * Sends what people have switched and asks the switches what they are, until it is told to stop; then what is under way
 * comes to its end. A switch that is slow holds up no other while there is room.
 */
export async function workOffFlips(
  ctx: SystemContext,
  send: SendOutgoing,
  signal: AbortSignal,
): Promise<void> {
  const claim = (countMax: number) => claimSwitches(ctx, countMax)
  const work = (one: ClaimedSwitch) => lookAt(ctx, send, one)
  await keepWorkingOff(ctx, { claim, work, atOnceMax: AT_ONCE_MAX, idleMs: IDLE_MS }, signal)
}

/** One look at a switch: sends what waits for it, asks what it is, and notes what was found. */
export async function lookAt(ctx: SystemContext, send: SendOutgoing, claimed: ClaimedSwitch): Promise<void> {
  const { key, evaluationUrl } = claimed
  const sent = await sendWhatWaits(ctx, send, claimed)
  const asked = evaluationUrl === null ? null : await askEvaluation(send, key, evaluationUrl)
  await settleFlip(ctx, claimed, { sent, asked })
}

/** Null where nothing waits, or another worker may have the switch since. */
async function sendWhatWaits(
  ctx: SystemContext,
  send: SendOutgoing,
  claimed: ClaimedSwitch,
): Promise<Look["sent"]> {
  const { url, secret, flip, until } = claimed
  if (flip?.state !== "waiting" || url === null || secret === null || ctx.now() >= until) return null
  if (!isDue(flip, ctx.now()))
    return {
      isTaken: false,
      words: "it could not be sent within an hour, and is not any more",
      retryAfterS: null,
    }
  return await sendFlip(ctx, send, { ...claimed, url, secret }, flip)
}
