"use server"

import { refresh } from "next/cache"
import { flipSwitch } from "../../../../../lib/containment/switches/flip-switch.ts"
import { noteFlip } from "../../../../../lib/containment/switches/note-flip.ts"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { type ActionState, refusal } from "../../../../server/answer.ts"
import { perform, reasonIn } from "../../../../server/perform.ts"
import { requireActor } from "../../../../server/session.ts"

/** Which switch of which incident a form is about. */
export interface SwitchPlace {
  incident: number
  switchId: string
}

export interface NotedFlip extends ActionState {
  /** Of the one that was noted last. */
  kept?: string
}

/** Has a switch turned; gives what was refused, in words, or null. */
export async function flipSwitchAction(
  place: SwitchPlace,
  isOn: boolean,
  form: FormData,
): Promise<string | null> {
  return await perform("switch.flip", async (ctx) => {
    const { incident, switchId } = place
    const { id } = await getIncident(ctx, String(incident))
    await flipSwitch(ctx, id, { switchId, isOn, reason: reasonIn(form) })
  })
}

/** Notes that a switch was turned elsewhere. */
export async function noteFlipAction(place: SwitchPlace, _: NotedFlip, form: FormData): Promise<NotedFlip> {
  const ctx = await requireActor("switch.note")
  const { incident, switchId } = place
  const text = (name: string) => String(form.get(name) ?? "")
  try {
    if (text("turned") === "") return { fields: { turned: "Say what it was turned to" } }
    const { id: incidentId } = await getIncident(ctx, String(incident))
    const { id } = await noteFlip(ctx, incidentId, {
      switchId,
      isOn: text("turned") === "on",
      doneAt: instantOf(text("doneAt")),
      doneBy: text("doneBy"),
      reason: text("reason"),
    })
    refresh()
    return { kept: id }
  } catch (error) {
    return refusal(error)
  }
}

/** What a field of day and time holds, read as UTC; browsers leave out seconds that are none. */
function instantOf(typed: string): string {
  return /T\d\d:\d\d$/.test(typed) ? `${typed}:00Z` : `${typed.slice(0, 19)}Z`
}
