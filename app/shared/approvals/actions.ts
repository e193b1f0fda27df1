"use server"

import { refresh } from "next/cache"
import { redirect } from "next/navigation"
import { breakGlass } from "../../../lib/access/approvals/break-glass.ts"
import { performApproved } from "../../../lib/access/approvals/perform-approved.ts"
import { requestApproval } from "../../../lib/access/approvals/request-approval.ts"
import type { Act } from "../../../lib/core/permissions.ts"
import { plannedActNamed } from "../../../lib/planned-acts.ts"
import { type ActionState, refusal } from "../../server/answer.ts"
import { requireActor } from "../../server/session.ts"
import { approvalHref } from "../addresses.ts"

/** What is asked for, as the page showed it. */
export interface Asked {
  act: string
  input: unknown
  digest: string
}

/** Asks for the approval of what the page showed, and leads to it. */
export async function requestApprovalAction(
  asked: Asked,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  return await ask(requestApproval, "approval.request", asked, form)
}

/** Does at once, as an emergency, what the page showed, and leads to what has to be reviewed. */
export async function breakGlassAction(asked: Asked, _: ActionState, form: FormData): Promise<ActionState> {
  return await ask(breakGlass, "approval.break_glass", asked, form)
}

/** Does what was approved; the page shows it as done. */
export async function performApprovedAction(act: string, id: string): Promise<ActionState> {
  const ctx = await requireActor("approvals.view")
  try {
    await performApproved(ctx, plannedActNamed(act), id)
  } catch (error) {
    // The approval may be void by it.
    refresh()
    return refusal(error)
  }
  refresh()
  return {}
}

async function ask(
  verb: typeof requestApproval | typeof breakGlass,
  first: Act,
  asked: Asked,
  form: FormData,
): Promise<ActionState> {
  const ctx = await requireActor(first)
  const { act, input, digest } = asked
  const approval = await Promise.resolve()
    .then(() => verb(ctx, plannedActNamed(act), input, String(form.get("reason") ?? ""), digest))
    .catch(refusal)
  if (!("id" in approval)) return approval
  redirect(approvalHref(approval.id))
}
