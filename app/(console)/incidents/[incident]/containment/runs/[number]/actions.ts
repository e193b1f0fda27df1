"use server"

import { refresh } from "next/cache"
import { abortLogout, resumeLogout } from "../../../../../../../lib/containment/logout/change-logout.ts"
import type { Context } from "../../../../../../../lib/core/context.ts"
import { parseInput } from "../../../../../../../lib/core/parse-input.ts"
import type { Action } from "../../../../../../../lib/core/permissions.ts"
import { lowerPace } from "../../../../../../../lib/runs/lower-pace.ts"
import { pausePlannedRun } from "../../../../../../../lib/runs/pause-planned-run.ts"
import { refusal } from "../../../../../../server/answer.ts"
import { requireActor } from "../../../../../../server/session.ts"

/** Pauses a logout; gives what was refused, in words, or null. */
export async function pauseLogoutAction(runId: string, form: FormData): Promise<string | null> {
  return await done("logout.pause", (ctx) => pausePlannedRun(ctx, runId, reasonIn(form)))
}

/** Lets a paused logout go on, by whoever has seen why it was paused. */
export async function resumeLogoutAction(runId: string, form: FormData): Promise<string | null> {
  return await done("logout.resume", (ctx) => resumeLogout(ctx, runId, reasonIn(form)))
}

/** Aborts a logout for good. */
export async function abortLogoutAction(runId: string, form: FormData): Promise<string | null> {
  return await done("logout.abort", (ctx) => abortLogout(ctx, runId, reasonIn(form)))
}

/** Has fewer subjects logged out a second from now on. */
export async function slowLogoutAction(runId: string, form: FormData): Promise<string | null> {
  return await done("logout.slow", async (ctx) => {
    const perSecond = Number(form.get("perSecond") ?? "")
    if (!Number.isInteger(perSecond))
      throw parseInput.refuse("perSecond", "Say how many subjects a second, as a whole number")
    await lowerPace(ctx, runId, perSecond)
  })
}

function reasonIn(form: FormData): string {
  return String(form.get("reason") ?? "")
}

/** Does it and shows the page as it is then; says why not. */
async function done(action: Action, work: (ctx: Context) => Promise<unknown>): Promise<string | null> {
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
