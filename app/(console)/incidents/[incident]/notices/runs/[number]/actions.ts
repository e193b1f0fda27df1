"use server"

import { refresh } from "next/cache"
import { redirect } from "next/navigation"
import { askToSend } from "../../../../../../../lib/notices/audience/ask-to-send.ts"
import { overrideFinding } from "../../../../../../../lib/notices/audience/override-finding.ts"
import { resumeNotices } from "../../../../../../../lib/notices/audience/resume-notices.ts"
import { openExternalWork } from "../../../../../../../lib/notices/delivery/open-external-work.ts"
import { handOut } from "../../../../../../../lib/notices/external/hand-out.ts"
import { writeWorkList } from "../../../../../../../lib/notices/external/write-work-list.ts"
import { writeWorkListAgain } from "../../../../../../../lib/notices/external/write-work-list-again.ts"
import { pausePlannedRun } from "../../../../../../../lib/runs/pause-planned-run.ts"
import { stopPlannedRun } from "../../../../../../../lib/runs/stop-planned-run.ts"
import { type ActionState, refusal } from "../../../../../../server/answer.ts"
import { perform, reasonIn } from "../../../../../../server/perform.ts"
import { resources } from "../../../../../../server/resources.ts"
import { requireActor } from "../../../../../../server/session.ts"
import { approvalHref } from "../../../../../../shared/addresses.ts"

/** Keeps the letters as they are now and asks for the approval to send them; leads to the request. */
export async function askToSendAction(runId: string, _: ActionState, form: FormData): Promise<ActionState> {
  const ctx = await requireActor("approval.request")
  const approval = await askToSend(ctx, resources().forms, runId, String(form.get("reason") ?? "")).catch(
    refusal,
  )
  if (!("id" in approval)) return approval
  redirect(approvalHref(approval.id))
}

/** Lets a finding pass, with the form's reason. */
export async function overrideFindingAction(
  shown: { runId: string; finding: string },
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  const ctx = await requireActor("notice.override")
  try {
    await overrideFinding(ctx, shown.runId, {
      finding: shown.finding,
      reason: String(form.get("reason") ?? ""),
    })
  } catch (error) {
    return refusal(error)
  }
  refresh()
  return {}
}

/**
 * Hands the next letters of a run to somebody else's system, as signed files that the page then shows. Where they cannot
 * be written, the page shows what was handed out all the same.
 */
export async function handOutAction(runId: string, _: ActionState, form: FormData): Promise<ActionState> {
  const ctx = await requireActor("notice.hand_out")
  const number = (name: string) => Number(form.get(name) ?? "")
  const open = (run: Parameters<typeof openExternalWork>[1]) => openExternalWork(ctx, run)
  try {
    const asked = { lettersMax: number("lettersMax"), hours: number("hours") }
    const stretch = await handOut(ctx, open, runId, asked)
    if (!stretch) return { message: "Nothing is left to hand out" }
    await writeWorkList(ctx, open, stretch, writtenAs(form))
  } catch (error) {
    return refusal(error)
  } finally {
    refresh()
  }
  return {}
}

/** Writes the list of what was handed out once more; gives what was refused, in words, or null. */
export async function writeWorkListAction(
  shown: { runId: string; stretch: string },
  form: FormData,
): Promise<string | null> {
  return await perform("notice.hand_out", (ctx) => {
    const open = (run: Parameters<typeof openExternalWork>[1]) => openExternalWork(ctx, run)
    return writeWorkListAgain(ctx, open, shown.runId, shown.stretch, writtenAs(form))
  })
}

function writtenAs(form: FormData) {
  return { hasLetters: form.get("hasLetters") === "yes" }
}

/** Pauses a run of letters; gives what was refused, in words, or null. */
export async function pauseLettersAction(runId: string, form: FormData): Promise<string | null> {
  return await perform("planned_run.pause", (ctx) => pausePlannedRun(ctx, runId, reasonIn(form)))
}

/** Lets a run of letters go on, unless an authority has asked to wait meanwhile. */
export async function resumeLettersAction(runId: string, form: FormData): Promise<string | null> {
  return await perform("planned_run.resume", (ctx) => resumeNotices(ctx, runId, reasonIn(form)))
}

/** Stops a run of letters for good. */
export async function stopLettersAction(runId: string, form: FormData): Promise<string | null> {
  return await perform("planned_run.stop", (ctx) => stopPlannedRun(ctx, runId, reasonIn(form)))
}
