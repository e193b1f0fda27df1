"use server"

import { refresh } from "next/cache"
import type { Context } from "../../../../../../../../lib/core/context.ts"
import type { Action } from "../../../../../../../../lib/core/permissions.ts"
import { getIncident } from "../../../../../../../../lib/incidents/get-incident.ts"
import { recordFollowUp } from "../../../../../../../../lib/notices/account/record-follow-up.ts"
import { settleUnknown } from "../../../../../../../../lib/notices/account/settle-unknown.ts"
import type { FollowUpStep, Verdict } from "../../../../../../../../lib/notices/account/steps.ts"
import { type ActionState, refusal } from "../../../../../../../server/answer.ts"
import { requireActor } from "../../../../../../../server/session.ts"
import { counted } from "../../../../../../../shared/counted.ts"

export interface Told extends ActionState {
  /** What was done, in words. */
  done?: string
}

/** Notes what was done for the people that the form names. */
export async function recordFollowUpAction(incidentNumber: number, _: Told, form: FormData): Promise<Told> {
  return await told("notice.follow_up", async (ctx) => {
    const incident = await getIncident(ctx, String(incidentNumber))
    const news = await recordFollowUp(ctx, incident.id, {
      pseudonyms: named(form),
      step: String(form.get("step") ?? "") as FollowUpStep,
      note: String(form.get("note") ?? ""),
    })
    return `Noted for ${counted(news, "person", "people")}.`
  })
}

/** Keeps what a person says became of the letters that the form names. */
export async function settleUnknownAction(runId: string, _: Told, form: FormData): Promise<Told> {
  return await told("notice.settle", async (ctx) => {
    const { settled, known } = await settleUnknown(ctx, runId, {
      pseudonyms: named(form),
      verdict: String(form.get("verdict") ?? "") as Verdict,
      reason: String(form.get("reason") ?? ""),
    })
    const before = known.length === 0 ? "" : ` Of ${counted(known.length, "other")} it was known meanwhile.`
    return `${counted(settled.length, "letter is", "letters are")} settled.${before}`
  })
}

function named(form: FormData): string[] {
  return form.getAll("pseudonyms").map(String)
}

async function told(action: Action, work: (ctx: Context) => Promise<string>): Promise<Told> {
  const ctx = await requireActor(action)
  try {
    const done = await work(ctx)
    refresh()
    return { done }
  } catch (error) {
    return refusal(error)
  }
}
