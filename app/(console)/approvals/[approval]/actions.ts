"use server"

import { refresh } from "next/cache"
import { decideApproval } from "../../../../lib/access/approvals/decide-approval.ts"
import { reviewEmergency } from "../../../../lib/access/approvals/review-emergency.ts"
import type { ApprovalDecision } from "../../../../lib/access/approvals/schemas.ts"
import { withdrawApproval } from "../../../../lib/access/approvals/withdraw-approval.ts"
import type { Context } from "../../../../lib/core/context.ts"
import type { Act } from "../../../../lib/core/permissions.ts"
import { plannedActNamed } from "../../../../lib/planned-acts.ts"
import { type ActionState, refusal } from "../../../server/answer.ts"
import { requireActor } from "../../../server/session.ts"

/** What is decided: the approval, and the digest that its page showed. */
interface Shown {
  id: string
  act: string
  digest: string
}

/** Approves or refuses, by the button that was pressed, what the page showed. */
export async function decideApprovalAction(
  shown: Shown,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  return await told("approval.decide", async (ctx) => {
    const verdict = String(form.get("verdict")) as ApprovalDecision["verdict"]
    const decision = { verdict, reason: String(form.get("reason") ?? ""), shown: shown.digest }
    await decideApproval(ctx, plannedActNamed(shown.act), shown.id, decision)
  })
}

/** Takes the request back; gives what was refused, in words, or null. */
export async function withdrawApprovalAction(id: string): Promise<string | null> {
  const { message } = await told("approval.withdraw", (ctx) => withdrawApproval(ctx, id))
  return message ?? null
}

/** Keeps what the reviewer found. */
export async function reviewEmergencyAction(
  id: string,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  return await told("approval.review", (ctx) => reviewEmergency(ctx, id, String(form.get("review") ?? "")))
}

/** Does it, and shows the page anew: also after a refusal, for it may be void by it or settled by somebody else. */
async function told(act: Act, work: (ctx: Context) => Promise<void>): Promise<ActionState> {
  const ctx = await requireActor(act)
  const refused = await work(ctx).then(() => ({}), refusal)
  refresh()
  return refused
}
