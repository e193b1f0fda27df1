"use server"

import { redirect } from "next/navigation"
import { openLetter } from "../../../lib/notices/inbox/open-letter.ts"
import { letterIdOf } from "../../../lib/notices/inbox/schemas.ts"
import { type ActionState, refusal } from "../../server/answer.ts"
import { resources } from "../../server/resources.ts"
import { requireActor } from "../../server/session.ts"
import { letterHref } from "../../shared/addresses.ts"

/** Opens a letter to whoever asks, and leads to it; gives what was refused, in words. */
export async function openLetterAction(_: ActionState, form: FormData): Promise<ActionState> {
  const ctx = await requireActor("inbox.open")
  const id = letterIdOf(String(form.get("letter")))
  if (id === null) return { message: "This is no letter" }
  const done = await openLetter(ctx, resources().sink, id).catch(refusal)
  if (!("opened" in done)) return done
  redirect(letterHref(id, done.opened))
}
