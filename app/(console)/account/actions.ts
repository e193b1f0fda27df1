"use server"

import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { changePassword } from "../../../lib/access/change-password.ts"
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
} from "../../../lib/access/second-factor/set-second-factor.ts"
import { endAllSessions } from "../../../lib/access/sessions/end-all-sessions.ts"
import { endSession } from "../../../lib/access/sessions/end-session.ts"
import { type ActionState, refusal } from "../../server/answer.ts"
import { keepCookies } from "../../server/keep-cookies.ts"
import { requireOwn } from "../../server/session.ts"
import { drawQrCode, type QrDrawing } from "../../shared/access/draw-qr-code.ts"

const text = (form: FormData, name: string) => String(form.get(name) ?? "")

export interface SecretState extends ActionState {
  drawing?: QrDrawing
  secret?: string
}

/** Makes a secret for an authenticator, to be confirmed. */
export async function beginSecondFactorAction(_: SecretState, form: FormData): Promise<SecretState> {
  const own = await requireOwn("/account")
  const made = await beginSecondFactor(own, text(form, "password")).catch(refusal)
  return "secret" in made ? { drawing: drawQrCode(made.address), secret: made.secret } : made
}

export interface CodesState extends ActionState {
  codes?: readonly string[]
}

/** Sets the second factor, and tells the backup codes. */
export async function confirmSecondFactorAction(_: CodesState, form: FormData): Promise<CodesState> {
  const own = await requireOwn("/account")
  const done = await confirmSecondFactor(own, text(form, "code")).catch(refusal)
  if (!("kept" in done)) return done
  await keepCookies(done.cookies)
  return { codes: done.kept }
}

export interface DoneState extends ActionState {
  isDone?: boolean
}

/** Removes the second factor. */
export async function removeSecondFactorAction(_: DoneState, form: FormData): Promise<DoneState> {
  const own = await requireOwn("/account")
  const given = { password: text(form, "password"), code: text(form, "code") }
  const done = await removeSecondFactor(own, given).catch(refusal)
  if (!("kept" in done)) return done
  await keepCookies(done.cookies)
  return { isDone: true }
}

/** Gives oneself another password. */
export async function changePasswordAction(_: DoneState, form: FormData): Promise<DoneState> {
  const own = await requireOwn("/account")
  if (text(form, "next") !== text(form, "again"))
    return { fields: { again: "This is not the same password" } }
  const given = { present: text(form, "present"), next: text(form, "next") }
  const cookies = await changePassword(own, given).catch(refusal)
  if (!("length" in cookies)) return cookies
  await keepCookies(cookies)
  return { isDone: true }
}

/** Ends one of one's own sessions, in another browser. */
export async function endSessionAction(_: DoneState, form: FormData): Promise<DoneState> {
  const { ctx } = await requireOwn("/account")
  const refused = await endSession(ctx, text(form, "session")).catch(refusal)
  revalidatePath("/account")
  return refused ?? { isDone: true }
}

/** Signs oneself out everywhere, here too. */
export async function endAllSessionsAction(): Promise<string | null> {
  const { ctx } = await requireOwn("/account")
  const ended = await endAllSessions(ctx, ctx.actor.id).catch(refusal)
  if (typeof ended !== "number") return ended.message ?? "This could not be done"
  redirect("/sign-in")
}
