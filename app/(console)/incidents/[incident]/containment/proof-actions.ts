"use server"

import { refresh } from "next/cache"
import { startWatch } from "../../../../../lib/containment/proof/start-watch.ts"
import { stopWatch } from "../../../../../lib/containment/proof/stop-watch.ts"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { type ActionState, refusal } from "../../../../server/answer.ts"
import { requireActor } from "../../../../server/session.ts"

/** Begins to watch the log that goes on in a folder. */
export async function startWatchAction(
  incident: number,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  const ctx = await requireActor("watch.start")
  const text = (name: string) => String(form.get(name) ?? "").trim()
  try {
    const { id } = await getIncident(ctx, String(incident))
    const since = text("since")
    await startWatch(ctx, id, {
      folder: text("folder"),
      since: since === "" ? null : instantOf(since),
      everyS: Number(text("every")) * 60,
    })
  } catch (error) {
    return refusal(error)
  }
  refresh()
  return {}
}

/** Ends a watch; gives what was refused, in words, or null. */
export async function stopWatchAction(watchId: string): Promise<string | null> {
  const ctx = await requireActor("watch.stop")
  try {
    await stopWatch(ctx, watchId)
  } catch (error) {
    return refusal(error).message ?? null
  }
  refresh()
  return null
}

/** What a field of day and time holds, read as UTC; browsers leave out seconds that are none. */
function instantOf(typed: string): string {
  return /T\d\d:\d\d$/.test(typed) ? `${typed}:00Z` : `${typed.slice(0, 19)}Z`
}
