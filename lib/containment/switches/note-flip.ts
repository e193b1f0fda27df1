import { randomUUID } from "node:crypto"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { demandIncident, heldSwitch } from "./held-switch.ts"
import { type NoteInput, noteSchema } from "./schemas.ts"
import { supersede } from "./supersede.ts"

/**
 * Notes that a switch was turned elsewhere: who did it, when, and how that is known. Where the switch can be asked, it is
 * asked whether that is so. The same note again is the same flip. Refuses a time that is yet to come.
 */
export async function noteFlip(ctx: Context, incidentId: string, input: NoteInput): Promise<{ id: string }> {
  demand(ctx.actor, "switch.note")
  const { switchId, isOn, doneAt, doneBy, reason } = parseInput(noteSchema, input)
  if (doneAt > ctx.now()) throw parseInput.refuse("doneAt", "This is yet to come")
  const about = ({
    id,
    key,
    isNew,
    replaced,
  }: {
    id: string
    key: string
    isNew: boolean
    replaced: number
  }) =>
    isNew
      ? {
          incidentId,
          details: {
            switch: key,
            flip: id,
            turned: isOn ? "on" : "off",
            doneAt: doneAt.toISOString(),
            doneBy,
            reason,
            replaced,
          },
        }
      : null
  const { id } = await ctx.mutate("switch.note", about, async (tx) => {
    const { key } = await heldSwitch(tx, switchId)
    await demandIncident(tx, incidentId)
    const same = await tx.switchFlip.findFirst({
      where: { switchId, incidentId, isOn, doneBy, effectiveAt: doneAt },
    })
    if (same) return { id: same.id, key, isNew: false, replaced: 0 }
    const replaced = await supersede(tx, switchId, doneAt)
    const id = randomUUID()
    await tx.switchFlip.create({
      data: {
        id,
        switchId,
        incidentId,
        isOn,
        reason,
        state: "noted",
        requestedAt: ctx.now(),
        requestedBy: ctx.actor.id,
        doneBy,
        effectiveAt: doneAt,
        nextAt: ctx.now(),
      },
    })
    return { id, key, isNew: true, replaced }
  })
  return { id }
}
