"use server"

import { refresh } from "next/cache"
import { getIncident } from "../../../../../../lib/incidents/get-incident.ts"
import { liftHold } from "../../../../../../lib/notices/audience/lift-hold.ts"
import { placeHold } from "../../../../../../lib/notices/audience/place-hold.ts"
import { type ActionState, refusal } from "../../../../../server/answer.ts"
import { perform, reasonIn } from "../../../../../server/perform.ts"
import { requireActor } from "../../../../../server/session.ts"

export interface PlacedHold extends ActionState {
  /** Of the one that was placed last. */
  kept?: string
}

/** Notes that an authority asks not to tell people yet. */
export async function placeHoldAction(
  incidentNumber: number,
  _: PlacedHold,
  form: FormData,
): Promise<PlacedHold> {
  const ctx = await requireActor("notice.hold")
  const text = (name: string) => String(form.get(name) ?? "")
  try {
    const incident = await getIncident(ctx, String(incidentNumber))
    const place = text("place").trim().toUpperCase() || null
    const { id } = await placeHold(ctx, incident.id, {
      place,
      agency: text("agency"),
      reason: text("reason"),
    })
    refresh()
    return { kept: id }
  } catch (error) {
    return refusal(error)
  }
}

/** Notes that a hold is over; gives what was refused, in words, or null. */
export async function liftHoldAction(id: string, form: FormData): Promise<string | null> {
  return await perform("notice.lift_hold", (ctx) => liftHold(ctx, id, { reason: reasonIn(form) }))
}
