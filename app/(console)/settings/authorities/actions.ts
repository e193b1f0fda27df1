"use server"

import { revalidatePath } from "next/cache"
import { addAuthority } from "../../../../lib/containment/authorities/add-authority.ts"
import type { MadeSecret } from "../../../../lib/containment/authorities/authority-secret.ts"
import { changeAuthority } from "../../../../lib/containment/authorities/change-authority.ts"
import { checkAuthority } from "../../../../lib/containment/authorities/check-authority.ts"
import type { ConformanceStep } from "../../../../lib/containment/authorities/conformance/recorder.ts"
import { removeAuthority } from "../../../../lib/containment/authorities/remove-authority.ts"
import type { AuthorityInput } from "../../../../lib/containment/authorities/schemas.ts"
import type { AuthorityKind } from "../../../../lib/core/authority-settings.ts"
import { type ActionState, refusal } from "../../../server/answer.ts"
import { resources } from "../../../server/resources.ts"
import { requireActor } from "../../../server/session.ts"
import { authorityInput } from "./authority-input.ts"

const PAGE = "/settings/authorities"

export interface KeptAuthority extends ActionState {
  /** The one that was added or changed last; its secrets where some were made. */
  kept?: { name: string; made: MadeSecret; at: number }
}

/** Adds the authority that the form describes and shows the secrets that were made, this once. */
export async function addAuthorityAction(before: KeptAuthority, form: FormData): Promise<KeptAuthority> {
  const ctx = await requireActor("authority.add")
  const kind = String(form.get("kind") ?? "") as AuthorityKind // The schema says what it is.
  const input = { kind, ...authorityInput(kind, form) }
  return await keeping(before, input.name, () => addAuthority(ctx, input as unknown as AuthorityInput))
}

/** Changes an authority to what the form says. */
export async function changeAuthorityAction(
  id: string,
  kind: AuthorityKind,
  before: KeptAuthority,
  form: FormData,
): Promise<KeptAuthority> {
  const ctx = await requireActor("authority.change")
  const input = authorityInput(kind, form)
  return await keeping(before, input.name, () => changeAuthority(ctx, id, input))
}

/** Holds a live authority against what is relied upon, and says what each step came to. */
export async function checkAuthorityAction(
  id: string,
): Promise<{ steps: ConformanceStep[]; message: string | null }> {
  const ctx = await requireActor("authority.change")
  try {
    return { steps: await checkAuthority(ctx, id, resources().openAuthority), message: null }
  } catch (error) {
    return { steps: [], message: refusal(error).message ?? null }
  }
}

/** Removes an authority; gives what was refused, in words, or null. */
export async function removeAuthorityAction(id: string): Promise<string | null> {
  const ctx = await requireActor("authority.remove")
  try {
    await removeAuthority(ctx, id)
  } catch (error) {
    return refusal(error).message ?? null
  }
  revalidatePath(PAGE)
  return null
}

async function keeping(
  before: KeptAuthority,
  name: string,
  work: () => Promise<{ made: MadeSecret }>,
): Promise<KeptAuthority> {
  try {
    const { made } = await work()
    revalidatePath(PAGE)
    return { kept: { name, made, at: Date.now() } }
  } catch (error) {
    // What was shown once stays until the next is there.
    return { ...refusal(error), ...(before.kept ? { kept: before.kept } : {}) }
  }
}
