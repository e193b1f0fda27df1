"use server"

import { abortLogout, resumeLogout } from "../../../../../../../lib/containment/logout/change-logout.ts"
import { parseInput } from "../../../../../../../lib/core/parse-input.ts"
import { lowerPace } from "../../../../../../../lib/runs/lower-pace.ts"
import { pausePlannedRun } from "../../../../../../../lib/runs/pause-planned-run.ts"
import { perform, reasonIn } from "../../../../../../server/perform.ts"

/** Pauses a logout; gives what was refused, in words, or null. */
export async function pauseLogoutAction(runId: string, form: FormData): Promise<string | null> {
  return await perform("logout.pause", (ctx) => pausePlannedRun(ctx, runId, reasonIn(form)))
}

/** Lets a paused logout go on, by whoever has seen why it was paused: just that pauses it no more at this gate. */
export async function resumeLogoutAction(runId: string, form: FormData): Promise<string | null> {
  return await perform("logout.resume", (ctx) => resumeLogout(ctx, runId, reasonIn(form)))
}

/** Aborts a logout for good. */
export async function abortLogoutAction(runId: string, form: FormData): Promise<string | null> {
  return await perform("logout.abort", (ctx) => abortLogout(ctx, runId, reasonIn(form)))
}

/** Has fewer subjects logged out a second from now on. */
export async function slowLogoutAction(runId: string, form: FormData): Promise<string | null> {
  return await perform("logout.slow", async (ctx) => {
    const perSecond = Number(form.get("perSecond") ?? "")
    if (!Number.isInteger(perSecond))
      throw parseInput.refuse("perSecond", "Say how many subjects a second, as a whole number")
    await lowerPace(ctx, runId, perSecond)
  })
}
