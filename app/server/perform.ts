import { refresh } from "next/cache"
import type { Context } from "../../lib/core/context.ts"
import type { Action } from "../../lib/core/permissions.ts"
import { refusal } from "./answer.ts"
import { requireActor } from "./session.ts"

/**
 * Does what a dialog asks for, for whoever may, and shows the page as it is then; gives what was refused, in words, or
 * null. What the form holds is read by the work: who may not is told before that.
 */
export async function perform(
  action: Action,
  work: (ctx: Context) => Promise<unknown>,
): Promise<string | null> {
  const ctx = await requireActor(action)
  try {
    await work(ctx)
  } catch (error) {
    const { message, fields } = refusal(error)
    return message ?? Object.values(fields ?? {})[0] ?? null
  }
  refresh()
  return null
}

/** The reason that a dialog asked for. */
export function reasonIn(form: FormData): string {
  return String(form.get("reason") ?? "")
}
