"use server"

import { redirect } from "next/navigation"
import { requestLogout } from "../../../../../../lib/containment/logout/request-logout.ts"
import { getIncident } from "../../../../../../lib/incidents/get-incident.ts"
import { type ActionState, refusal } from "../../../../../server/answer.ts"
import { requireActor } from "../../../../../server/session.ts"
import { logoutHref } from "../../../../../shared/addresses.ts"
import { settingsOf } from "./logout-draft.ts"

/** Asks for the dry run of a logout as the form says it, and leads to it. */
export async function requestLogoutAction(
  incidentNumber: number,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  const ctx = await requireActor("logout.request_plan")
  const incident = await getIncident(ctx, String(incidentNumber))
  const asked = await requestLogout(ctx, incident.id, settingsOf(form)).catch(refusal)
  if (!("number" in asked)) return asked
  redirect(logoutHref(incident, asked.number))
}
