import { randomUUID } from "node:crypto"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { demandIncident, heldSwitch } from "./held-switch.ts"
import { newestOf, placeOf } from "./rules.ts"
import { type FlipInput, flipSchema } from "./schemas.ts"
import { supersede } from "./supersede.ts"

/**
 * Has a switch turned, at once: a worker sends it and asks whether it took effect. One that waits or was not settled yet
 * gives way to a later one; the same again, while it waits, is the same flip. Refuses a switch without an address.
 */
export async function flipSwitch(
  ctx: Context,
  incidentId: string,
  input: FlipInput,
): Promise<{ id: string }> {
  demand(ctx.actor, "switch.flip")
  const { switchId, isOn, reason } = parseInput(flipSchema, input)
  const about = ({ id, key, isNew, replaced }: Written) =>
    isNew
      ? { incidentId, details: { switch: key, flip: id, turned: isOn ? "on" : "off", reason, replaced } }
      : null
  const { id } = await ctx.mutate("switch.flip", about, async (tx): Promise<Written> => {
    const { key, label, url } = await heldSwitch(tx, switchId)
    if (url === null)
      throw new AppError("precondition", `${label} has no address; turn it where it lives and note that here`)
    await demandIncident(tx, incidentId)
    const newest = newestOf(await tx.switchFlip.findMany({ where: { switchId } }))
    if (newest?.incidentId === incidentId && newest.isOn === isOn && isUnderWay(newest))
      return { id: newest.id, key, isNew: false, replaced: 0 }
    const replaced = await supersede(tx, switchId)
    const id = randomUUID()
    // Never at the same instant as, or before, what it takes the place of.
    const requestedAt = new Date(Math.max(+ctx.now(), newest === null ? 0 : +placeOf(newest) + 1))
    await tx.switchFlip.create({
      data: {
        id,
        switchId,
        incidentId,
        isOn,
        reason,
        state: "waiting",
        requestedAt,
        requestedBy: ctx.actor.id,
        nextAt: ctx.now(),
      },
    })
    return { id, key, isNew: true, replaced }
  })
  return { id }
}

interface Written {
  id: string
  key: string
  isNew: boolean
  replaced: number
}

function isUnderWay({ state, doneBy }: { state: string; doneBy: string | null }): boolean {
  return doneBy === null && (state === "waiting" || state === "sent")
}
