"use server"

import { revalidatePath } from "next/cache"
import { type KeyInput, makeApiKey } from "../../../../lib/access/keys/make-api-key.ts"
import { revokeApiKey } from "../../../../lib/access/keys/revoke-api-key.ts"
import { type ActionState, refusal } from "../../../server/answer.ts"
import { requireActor } from "../../../server/session.ts"

export interface MadeKey extends ActionState {
  made?: { name: string; text: string }
}

/** Makes the key that the form describes and shows it, this once. */
export async function makeKeyAction(before: MadeKey, form: FormData): Promise<MadeKey> {
  const ctx = await requireActor("api_key.make")
  const name = String(form.get("name") ?? "")
  const input = {
    name,
    role: String(form.get("role") ?? ""),
    scopes: form.getAll("scopes").map(String),
    days: String(form.get("days") ?? ""),
  } as unknown as KeyInput // The schema says what it is.
  try {
    const { text } = await makeApiKey(ctx, input)
    revalidatePath("/settings/keys")
    return { made: { name: name.trim(), text } }
  } catch (error) {
    // What was shown once stays until the next is there.
    return { ...refusal(error), ...(before.made ? { made: before.made } : {}) }
  }
}

/** Revokes a key; says why not. */
export async function revokeKeyAction(id: string): Promise<string | null> {
  const ctx = await requireActor("api_key.revoke")
  try {
    await revokeApiKey(ctx, id)
  } catch (error) {
    return refusal(error).message ?? null
  }
  revalidatePath("/settings/keys")
  return null
}
