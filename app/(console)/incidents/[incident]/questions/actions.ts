"use server"

import { refresh } from "next/cache"
import { redirect } from "next/navigation"
import { answerQuestion } from "../../../../../lib/exposure/revisions/answer-question.ts"
import { getResult } from "../../../../../lib/exposure/revisions/get-result.ts"
import { requestAgain } from "../../../../../lib/exposure/revisions/request-again.ts"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { type ActionState, refusal } from "../../../../server/answer.ts"
import { requireActor } from "../../../../server/session.ts"
import { runHref } from "../../../../shared/addresses.ts"

interface Address {
  incident: number
  revision: number
}

/** Keeps the form's answer to a question of a revision. */
export async function answerQuestionAction(
  address: Address,
  code: string,
  seen: string | null,
  form: FormData,
): Promise<ActionState> {
  const ctx = await requireActor("question.answer")
  const text = (name: string) => String(form.get(name) ?? "")
  try {
    const incident = await getIncident(ctx, String(address.incident))
    const result = await getResult(ctx, incident, address.revision)
    const verdict = text("verdict") as "settled" | "stands"
    await answerQuestion(ctx, result, { code, seen, verdict, reason: text("reason") })
  } catch (error) {
    return refusal(error)
  }
  refresh()
  return {}
}

/** Asks for the same revision with the gaps that were found taken for gaps, and leads to its run. */
export async function confirmGapsAction(address: Address): Promise<ActionState> {
  const ctx = await requireActor("revision.request")
  const incident = await getIncident(ctx, String(address.incident))
  const requested = await getResult(ctx, incident, address.revision)
    .then((result) => requestAgain(ctx, result, { confirmGaps: true }))
    .catch(refusal)
  if (!("runId" in requested)) return requested
  redirect(runHref(incident, requested.runId))
}
