"use server"

import { headers } from "next/headers"
import { redirect } from "next/navigation"
import { clientOf } from "../../../../lib/access/limits.ts"
import { acceptInvitation } from "../../../../lib/access/people/accept-invitation.ts"
import { type ActionState, refusal } from "../../../server/answer.ts"
import { resources } from "../../../server/resources.ts"

/** Accepts an invitation with the password that the form holds, and leads to sign-in. */
export async function acceptInvitationAction(_: ActionState, form: FormData): Promise<ActionState> {
  const text = (name: string) => String(form.get(name) ?? "")
  if (text("password") !== text("again")) return { fields: { again: "This is not the same password" } }
  const input = { email: text("email"), name: text("name"), password: text("password") }
  const { ctx } = resources().signIn
  const client = clientOf(await headers())
  const accepted = await acceptInvitation(ctx, text("token"), input, client).catch(refusal)
  if (!("email" in accepted)) return accepted
  redirect(`/sign-in?${new URLSearchParams({ accepted: "", email: accepted.email })}`)
}
