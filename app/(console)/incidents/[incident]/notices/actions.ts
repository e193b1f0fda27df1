"use server"

import { redirect } from "next/navigation"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { requestPlan } from "../../../../../lib/notices/audience/request-plan.ts"
import { type ActionState, refusal } from "../../../../server/answer.ts"
import { requireActor } from "../../../../server/session.ts"
import { noticeRunHref } from "../../../../shared/addresses.ts"
import { settingsOf } from "./plan-draft.ts"

/** Asks for a plan as the form says it, and leads to it. */
export async function requestPlanAction(
  incidentNumber: number,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  const ctx = await requireActor("notice.request_plan")
  const incident = await getIncident(ctx, String(incidentNumber))
  const asked = await requestPlan(ctx, incident.id, settingsOf(form)).catch(refusal)
  if (!("number" in asked)) return asked
  redirect(noticeRunHref(incident, asked.number))
}
