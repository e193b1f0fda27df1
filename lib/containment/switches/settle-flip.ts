import type { SystemContext, Tx } from "../../core/context.ts"
import type { ClaimedSwitch } from "./claim-switches.ts"
import { type Found, type Judged, judge, type Look, newestOf } from "./rules.ts"

/**
 * Notes what one look at a switch has found, unless another worker has it since, and lets go of it. A flip that was taken
 * over by a later one meanwhile stays so. What the trail has not been told yet, it is told in the same transaction.
 */
export async function settleFlip(ctx: SystemContext, claimed: ClaimedSwitch, look: Look): Promise<void> {
  await ctx.mutate("switch.settle", entryOf(claimed, look), async (tx) => {
    const now = ctx.now()
    if (!(await letGo(tx, claimed, look, now))) return null
    if (claimed.flip === null) return null
    const flips = await tx.switchFlip.findMany({ where: { switchId: claimed.id } })
    const flip = newestOf(flips)
    if (flip?.id !== claimed.flip.id) return await noteReplaced(tx, claimed.flip.id, look, now)
    const judged = judge(flip, look, now)
    const { incidentId } = flip
    const nextAt = new Date(now.getTime() + judged.pauseS * 1_000)
    await tx.switchFlip.update({
      where: { id: flip.id },
      data: { ...judged.change, nextAt, lastAnswer: answerOf(look) },
    })
    return { incidentId, found: judged.found, change: judged.change }
  })
}

interface Settled {
  incidentId: string
  found: Found | null
  change: Judged["change"]
}

function entryOf({ key, flip }: ClaimedSwitch, look: Look) {
  return (settled: Settled | null) => {
    if (flip === null || settled === null || settled.found === null) return null
    const { incidentId, found, change } = settled
    const since = change.overturnedAt ?? change.effectiveAt ?? null
    return {
      incidentId,
      details: {
        switch: key,
        flip: flip.id,
        turned: flip.isOn ? "on" : "off",
        found,
        ...(since === null ? {} : { since: since.toISOString() }),
        answer: answerOf(look),
      },
    }
  }
}

/** Writes what the switch said of itself and ends this worker's hold; false where another has it since. */
async function letGo(tx: Tx, { id, askerId }: ClaimedSwitch, { asked }: Look, now: Date): Promise<boolean> {
  const { count } = await tx.switch.updateMany({
    where: { id, askerId },
    data: {
      askerId: null,
      askerUntil: null,
      ...(asked === null ? {} : { askedAt: now, answer: asked.words }),
      ...(asked?.says ? { saysOn: asked.says.on, saidAt: now } : {}),
    },
  })
  return count > 0
}

/** That it had been sent before a later one took its place is kept. */
async function noteReplaced(tx: Tx, id: string, { sent }: Look, now: Date): Promise<null> {
  if (sent !== null)
    await tx.switchFlip.update({
      where: { id },
      data: { lastAnswer: sent.words, ...(sent.isTaken ? { sentAt: now } : {}) },
    })
  return null
}

function answerOf({ sent, asked }: Look): string {
  const refused = sent !== null && !sent.isTaken ? `The request was not taken: ${sent.words}` : null
  const said = asked === null ? null : `Asked what it is: ${asked.words}`
  const parts = [refused, said].filter((part) => part !== null)
  if (parts.length > 0) return parts.join(". ")
  return sent === null ? "Nothing was sent: it has no address" : `The request was taken: ${sent.words}`
}
