"use server"

import { revalidatePath } from "next/cache"
import type { Context } from "../../../../lib/core/context.ts"
import type { Action } from "../../../../lib/core/permissions.ts"
import { addEndpoint } from "../../../../lib/webhooks/add-endpoint.ts"
import { changeEndpoint } from "../../../../lib/webhooks/change-endpoint.ts"
import { removeEndpoint } from "../../../../lib/webhooks/remove-endpoint.ts"
import type { EndpointInput } from "../../../../lib/webhooks/schemas.ts"
import { sendTestMessage } from "../../../../lib/webhooks/send-test-message.ts"
import { type ActionState, refusal } from "../../../server/answer.ts"
import { requireActor } from "../../../server/session.ts"

export interface AddedEndpoint extends ActionState {
  added?: { url: string; secret: string }
}

/** Adds the endpoint that the form describes and shows its secret, this once. */
export async function addEndpointAction(before: AddedEndpoint, form: FormData): Promise<AddedEndpoint> {
  const ctx = await requireActor("webhook.add")
  const url = String(form.get("url") ?? "").trim()
  const acts = form.getAll("acts").map(String) as EndpointInput["acts"] // The schema says what they are.
  try {
    const { secret } = await addEndpoint(ctx, { url, acts })
    revalidatePath("/settings/webhooks")
    return { added: { url, secret } }
  } catch (error) {
    // What was shown once stays until the next is there.
    return { ...refusal(error), ...(before.added ? { added: before.added } : {}) }
  }
}

/** Pauses an endpoint or lets it go on. */
export async function pauseEndpointAction(id: string, isActive: boolean): Promise<string | null> {
  return await done("webhook.change", (ctx) => changeEndpoint(ctx, id, { isActive }))
}

/** Sends an endpoint a message that tells of nothing. */
export async function testEndpointAction(id: string): Promise<string | null> {
  return await done("webhook.test", (ctx) => sendTestMessage(ctx, id))
}

/** Removes an endpoint. */
export async function removeEndpointAction(id: string): Promise<string | null> {
  return await done("webhook.remove", (ctx) => removeEndpoint(ctx, id))
}

/** Does it and shows the page as it is then; says why not. */
async function done(action: Action, work: (ctx: Context) => Promise<void>): Promise<string | null> {
  const ctx = await requireActor(action)
  try {
    await work(ctx)
  } catch (error) {
    return refusal(error).message ?? null
  }
  revalidatePath("/settings/webhooks")
  return null
}
