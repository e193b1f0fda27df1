"use server"

import { redirect } from "next/navigation"
import { correctIncident } from "../../../../../lib/incidents/correct-incident.ts"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { type ActionState, refusal } from "../../../../server/answer.ts"
import { requireActor } from "../../../../server/session.ts"
import { roomHref } from "../../../../shared/addresses.ts"
import { incidentInput } from "../../../../shared/incident/incident-input.ts"

/** Corrects the incident as the form says and leads back to it. */
export async function correctIncidentAction(_: ActionState, form: FormData): Promise<ActionState> {
  const ctx = await requireActor("incident.correct")
  let address: string
  try {
    const incident = await getIncident(ctx, String(form.get("incident")))
    await correctIncident(ctx, incident.id, {
      ...incidentInput(form),
      reason: String(form.get("reason") ?? ""),
    })
    address = roomHref(incident)
  } catch (error) {
    return refusal(error)
  }
  redirect(address)
}
