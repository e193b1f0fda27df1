"use server"

import { refresh } from "next/cache"
import { handOutSubjects } from "../../../../../../../lib/containment/external/hand-out-subjects.ts"
import {
  writeSubjects,
  writeSubjectsAgain,
} from "../../../../../../../lib/containment/external/write-subjects.ts"
import { type ActionState, refusal } from "../../../../../../server/answer.ts"
import { perform } from "../../../../../../server/perform.ts"
import { requireActor } from "../../../../../../server/session.ts"

/**
 * Hands the next subjects of the open wave to somebody else's system, as signed files that the page then shows. Where they
 * cannot be written, the page shows what was handed out all the same.
 */
export async function handOutSubjectsAction(
  runId: string,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  const ctx = await requireActor("logout.hand_out")
  const number = (name: string) => Number(form.get(name) ?? "")
  try {
    const asked = { subjectsMax: number("subjectsMax"), hours: number("hours") }
    const list = await handOutSubjects(ctx, runId, asked)
    if (!list) return { message: "Nothing of the open wave is left to hand out" }
    await writeSubjects(ctx, list)
  } catch (error) {
    return refusal(error)
  } finally {
    refresh()
  }
  return {}
}

/** Writes the list of what was handed out once more; gives what was refused, in words, or null. */
export async function writeSubjectsAction(shown: { runId: string; stretch: string }): Promise<string | null> {
  return await perform("logout.hand_out", (ctx) => writeSubjectsAgain(ctx, shown.runId, shown.stretch))
}
