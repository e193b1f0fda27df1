"use server"

import { redirect } from "next/navigation"
import { AppError } from "../../../../lib/core/errors.ts"
import { requestLateRevision } from "../../../../lib/exposure/revisions/request-late-revision.ts"
import { getIncident } from "../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../lib/incidents/schemas.ts"
import { requireActor } from "../../../server/session.ts"
import { roomHref, runHref } from "../../../shared/addresses.ts"

/** Takes the rest of a drill's evidence into a new revision, and leads to its run. */
export async function letLateEvidenceArriveAction(number: number): Promise<void> {
  const ctx = await requireActor("revision.request")
  const incident = await getIncident(ctx, incidentName(number))
  let address = roomHref(incident)
  try {
    const { runId } = await requestLateRevision(ctx, incident.id)
    address = runHref(incident, runId)
  } catch (error) {
    // Somebody else was quicker: the overview shows what has come of it.
    if (!(error instanceof AppError && error.code === "conflict")) throw error
  }
  redirect(address)
}
