"use server"

import { sendTestLetter } from "../../../../../../../../lib/notices/delivery/send-test-letter.ts"
import { type ActionState, refusal } from "../../../../../../../server/answer.ts"
import { resources } from "../../../../../../../server/resources.ts"
import { requireActor } from "../../../../../../../server/session.ts"

/** Which form of which run's letters, as the page showed it. */
export interface ShownVariant {
  runId: string
  variant: string
}

export interface SentTest extends ActionState {
  /** The Message-ID of the last one. */
  sent?: string
}

/** Sends one letter of a run with a stand-in's values to the form's address. */
export async function sendTestLetterAction(
  shown: ShownVariant,
  _: SentTest,
  form: FormData,
): Promise<SentTest> {
  const ctx = await requireActor("notice.test_send")
  try {
    const tools = await resources().testTools()
    const { messageId } = await sendTestLetter(ctx, tools, { ...shown, to: String(form.get("to") ?? "") })
    return { sent: messageId }
  } catch (error) {
    return refusal(error)
  }
}
