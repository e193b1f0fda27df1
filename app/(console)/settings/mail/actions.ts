"use server"

import { refresh } from "next/cache"
import { armMail } from "../../../../lib/notices/delivery/arm-mail.ts"
import { disarmMail } from "../../../../lib/notices/delivery/disarm-mail.ts"
import { refusal } from "../../../server/answer.ts"
import { requireActor } from "../../../server/session.ts"

/** Lets letters leave through the relay that the page showed; gives what was refused, in words, or null. */
export async function armMailAction(relay: string): Promise<string | null> {
  const ctx = await requireActor("mail.arm")
  return await done(() => armMail(ctx, relay))
}

/** Lets no letter leave any more. */
export async function disarmMailAction(): Promise<string | null> {
  const ctx = await requireActor("mail.disarm")
  return await done(() => disarmMail(ctx))
}

async function done(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work()
  } catch (error) {
    return refusal(error).message ?? null
  }
  refresh()
  return null
}
