"use server"

import { redirect } from "next/navigation"
import { declareIncident } from "../../../../lib/incidents/declare-incident.ts"
import { type ActionState, refusal } from "../../../server/answer.ts"
import { requireActor } from "../../../server/session.ts"
import { roomHref } from "../../../shared/addresses.ts"
import { incidentInput } from "../../../shared/incident/incident-input.ts"

/** Declares the incident that the form describes and leads to its evidence. */
export async function declareIncidentAction(_: ActionState, form: FormData): Promise<ActionState> {
  const ctx = await requireActor("incident.declare")
  const key = String(form.get("key") ?? "")
  const declared = await declareIncident(ctx, incidentInput(form), key || undefined).catch(refusal)
  if (!("number" in declared)) return declared
  redirect(roomHref(declared, "evidence"))
}
