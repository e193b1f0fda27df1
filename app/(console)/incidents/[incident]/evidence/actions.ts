"use server"

import { refresh } from "next/cache"
import { redirect } from "next/navigation"
import type { DraftPreview } from "../../../../../lib/evidence/intake/preview-draft.ts"
import type { Draft, DraftSource } from "../../../../../lib/evidence/intake/schemas.ts"
import { addEvidence, type NewEvidence } from "../../../../../lib/evidence/sets/add-evidence.ts"
import { removeEvidenceFile } from "../../../../../lib/evidence/sets/change-files.ts"
import { guessEvidence, guessLog, saveDraft } from "../../../../../lib/evidence/sets/describe-evidence.ts"
import { getEvidence } from "../../../../../lib/evidence/sets/get-evidence.ts"
import { previewEvidence } from "../../../../../lib/evidence/sets/preview-evidence.ts"
import { requestFromDraft } from "../../../../../lib/exposure/revisions/request-from-draft.ts"
import { requestRevision } from "../../../../../lib/exposure/revisions/request-revision.ts"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { type ActionState, refusal } from "../../../../server/answer.ts"
import { requireActor } from "../../../../server/session.ts"
import { roomHref, runHref } from "../../../../shared/addresses.ts"

/** Adds the evidence that the form names; a drill is run at once, a folder is looked at. */
export async function addEvidenceAction(_: ActionState, form: FormData): Promise<ActionState> {
  const ctx = await requireActor("evidence.add")
  let address: string
  try {
    const { id, number } = await getIncident(ctx, String(form.get("incident")))
    const set = await addEvidence(ctx, id, evidenceOf(form))
    address = roomHref({ number }, "evidence")
    if (form.get("kind") === "drill") {
      const { runId } = await requestRevision(ctx, { evidenceSetId: set.id, incidentFile: "" })
      address = runHref({ number }, runId)
    } else if (form.get("kind") === "folder") await guessEvidence(ctx, await getEvidence(ctx, set.id))
  } catch (error) {
    return refusal(error)
  }
  redirect(address)
}

function evidenceOf(form: FormData): NewEvidence {
  const text = (name: string) => String(form.get(name) ?? "")
  if (text("kind") === "folder") return { kind: "folder", folder: text("folder") }
  if (text("kind") === "drill") return { kind: "drill", drill: { scenario: text("scenario") } }
  return { kind: "upload" }
}

/** Runs a drill as a new revision. */
export async function runDrillAction(setId: string): Promise<void> {
  const ctx = await requireActor("revision.request")
  const { incident } = await getEvidence(ctx, setId)
  const { runId } = await requestRevision(ctx, { evidenceSetId: setId, incidentFile: "" })
  redirect(runHref(incident, runId))
}

/** Looks at a set's files; what people decided stays. Gives what was refused, in words. */
export async function guessEvidenceAction(setId: string): Promise<ActionState> {
  return await performed(async () => {
    const ctx = await requireActor("evidence.describe")
    await guessEvidence(ctx, await getEvidence(ctx, setId))
  })
}

/** How a file is read that a person says is a log. */
export async function guessLogAction(
  setId: string,
  path: string,
): Promise<ActionState & { source?: DraftSource; reason?: string }> {
  const ctx = await requireActor("evidence.describe")
  return await getEvidence(ctx, setId)
    .then((set) => guessLog(ctx, set, path))
    .catch(refusal)
}

export async function removeFileAction(setId: string, name: string): Promise<ActionState> {
  return await performed(async () => {
    const ctx = await requireActor("evidence.remove_file")
    await removeEvidenceFile(ctx, await getEvidence(ctx, setId), name)
    await guessEvidence(ctx, await getEvidence(ctx, setId))
  })
}

/** Does something to a set and shows the page anew. */
async function performed(work: () => Promise<void>): Promise<ActionState> {
  try {
    await work()
  } catch (error) {
    return refusal(error)
  }
  refresh()
  return {}
}

export interface PreviewState extends ActionState {
  previews?: DraftPreview[]
  version?: number
}

/** Keeps a draft, where it can be kept, and shows how it reads the files. */
export async function previewAction(
  setId: string,
  draft: Draft,
  version: number,
  files: Record<string, string>,
): Promise<PreviewState> {
  const ctx = await requireActor("evidence.describe")
  let kept = version
  try {
    kept = (await saveDraft(ctx, await getEvidence(ctx, setId), draft, version)).version
    const previews = await previewEvidence(ctx, await getEvidence(ctx, setId), draft, files)
    return { previews, version: kept }
  } catch (error) {
    // What was kept before the refusal is the person's own: the next attempt builds on it.
    return { ...refusal(error), version: kept }
  }
}

/** Keeps a draft and asks for a revision by it; leads to its run. */
export async function runDraftAction(setId: string, draft: Draft, version: number): Promise<PreviewState> {
  const ctx = await requireActor("revision.request")
  let address: string
  let kept = version
  try {
    kept = (await saveDraft(ctx, await getEvidence(ctx, setId), draft, version)).version
    const set = await getEvidence(ctx, setId)
    const { runId } = await requestFromDraft(ctx, set, draft)
    address = runHref(set.incident, runId)
  } catch (error) {
    return { ...refusal(error), version: kept }
  }
  redirect(address)
}
