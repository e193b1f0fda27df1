"use server"

import { revalidatePath } from "next/cache"
import { changeRole } from "../../../lib/access/people/change-role.ts"
import { deactivateMember, reactivateMember } from "../../../lib/access/people/deactivate-member.ts"
import { inviteMember } from "../../../lib/access/people/invite-member.ts"
import { withdrawInvitation } from "../../../lib/access/people/withdraw-invitation.ts"
import { endAllSessions } from "../../../lib/access/sessions/end-all-sessions.ts"
import type { Context } from "../../../lib/core/context.ts"
import type { Act } from "../../../lib/core/permissions.ts"
import { type ActionState, refusal } from "../../server/answer.ts"
import { requireActor } from "../../server/session.ts"
import { counted } from "../../shared/counted.ts"

const text = (form: FormData, name: string) => String(form.get(name) ?? "")

export interface InviteState extends ActionState {
  issued?: { link: string; email: string; expiresAt: string; isMember: boolean; mail: string }
}

/** Invites somebody, and shows the link this once. */
export async function inviteMemberAction(_: InviteState, form: FormData): Promise<InviteState> {
  const ctx = await requireActor("member.invite")
  const input = { email: text(form, "email"), name: text(form, "name"), role: text(form, "role") }
  const issued = await inviteMember(ctx, input).catch(refusal)
  if (!("link" in issued)) return issued
  revalidatePath("/members")
  return { issued: { ...issued, email: input.email, expiresAt: issued.expiresAt.toISOString() } }
}

/** Withdraws a link that nobody has used. */
export async function withdrawInvitationAction(_: ActionState, form: FormData): Promise<ActionState> {
  return await done("member.withdraw_invitation", (ctx) => withdrawInvitation(ctx, text(form, "invitation")))
}

/** Gives a member another role. */
export async function changeRoleAction(_: ActionState, form: FormData): Promise<ActionState> {
  return await done("member.change_role", async (ctx) => {
    await changeRole(ctx, { memberId: text(form, "member"), from: text(form, "from"), to: text(form, "to") })
  })
}

/** Shuts a member out; gives what was refused, in words, or null. */
export async function deactivateMemberAction(memberId: string): Promise<string | null> {
  return (await done("member.deactivate", (ctx) => deactivateMember(ctx, memberId))).message ?? null
}

/** Lets a member in again. */
export async function reactivateMemberAction(memberId: string): Promise<string | null> {
  return (await done("member.reactivate", (ctx) => reactivateMember(ctx, memberId))).message ?? null
}

export interface EndedState extends ActionState {
  ended?: string
}

/** Signs a member out everywhere, and tells how many sessions that were. */
export async function endMemberSessionsAction(_: EndedState, form: FormData): Promise<EndedState> {
  const ctx = await requireActor("member.deactivate")
  const ended = await endAllSessions(ctx, text(form, "member")).catch(refusal)
  return typeof ended === "number" ? { ended: `${counted(ended, "session")} ended.` } : ended
}

async function done(act: Act, work: (ctx: Context) => Promise<void>): Promise<ActionState> {
  const ctx = await requireActor(act)
  const refused = await work(ctx).catch(refusal)
  if (!refused) revalidatePath("/members", "layout")
  return refused ?? {}
}
